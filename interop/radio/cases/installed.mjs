import { readFileSync } from 'node:fs';
import { check } from '../../support/checks.mjs';
import { runProgram, startProgram } from '../../support/program.mjs';
import { advertisements, untilClean } from '../lab/board-facts.mjs';
import { installBoard } from '../lab/installed-board.mjs';
import { memoryOf, wakeUpsOf } from '../lab/process-cost.mjs';
import { provisionByCommand } from '../lab/provision-by-command.mjs';
import { untilTrue } from '../lab/until-true.mjs';
import { boardAddresses } from '../lab/wifi.mjs';

const home = { ssid: 'lab-home', key: 'correct-horse' };
/** The most that systemd may say of the exposure of the service. */
const mostExposed = 3;
/** The most that the idle service may have in memory above a Node that does nothing, in KiB. */
const mostAbove = 30 * 1024;
const quietMs = 30_000;

async function installed(lab) {
  lab.leavesNoNetwork('networkmanager');
  const point = await lab.accessPoint(home);
  const begin = performance.now();
  const board = lab.keep(await installBoard());
  await untilTrue(async () => (await advertisements()) > 0, 'it advertises', 180_000);
  console.log(`from --install --apply to the advertisement: ${((performance.now() - begin) / 1000).toFixed(1)} s`);
  return { board, point };
}

/** The board as the service that `--install` makes of it, in a system with systemd and polkit. */
export const installedCases = [
  {
    name: 'installed: its user provisions the board over BLE under the rule of polkit; a restart keeps the network',
    async run(lab) {
      const { board, point } = await installed(lab);
      const pid = await board.property('MainPID');
      const { output: user } = await runProgram('ps', ['-o', 'user=', '-p', pid]);
      check(user.trim() === 'esp-prov', `it runs as ${user}`);
      check(/^CapEff:\s+0+$/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')), 'it has capabilities');
      const { output: exposure } = await runProgram('systemd-analyze', ['security', 'esp-prov', '--no-pager']);
      const line = exposure.trimEnd().split('\n').at(-1);
      console.log(line);
      check(Number(/: ([\d.]+)/.exec(line)?.[1]) <= mostExposed, line);
      const { code, told } = await provisionByCommand(board, home);
      check(code === 0, told);
      await untilClean({ profiles: 1 });
      await board.restart();
      await untilTrue(async () => String(await boardAddresses()).startsWith(point.network), 'its address again');
      await untilClean({ profiles: 1 });
      check((await board.property('ActiveState')) === 'active', 'the service has ended');
    },
  },
  {
    name: 'installed: what the idle service costs, against a Node that does nothing',
    async run(lab) {
      const { board, point } = await installed(lab);
      const { code, told } = await provisionByCommand(board, home);
      check(code === 0, told);
      await untilClean({ profiles: 1 });
      // As it is after every later start of the board.
      await board.restart();
      await untilTrue(async () => String(await boardAddresses()).startsWith(point.network), 'its address again');
      // A busy machine may still be starting it.
      await new Promise((resolve) => setTimeout(resolve, quietMs));
      const bare = startProgram('node', ['-e', 'setInterval(() => undefined, 2 ** 30)']);
      await new Promise((resolve) => setTimeout(resolve, 5000));
      try {
        const pid = await board.property('MainPID');
        const [own, other] = [memoryOf(pid), memoryOf(bare.child.pid)];
        const [awake, otherAwake] = await Promise.all([wakeUpsOf(pid, quietMs), wakeUpsOf(bare.child.pid, quietMs)]);
        console.log(`idle service: PSS ${own.pss} KiB, RSS ${own.rss} KiB, ${awake} wake-ups in ${quietMs / 1000} s`);
        console.log(`bare Node:    PSS ${other.pss} KiB, RSS ${other.rss} KiB, ${otherAwake} wake-ups`);
        check(own.rss - other.rss <= mostAbove, `${own.rss - other.rss} KiB above a bare Node`);
      } finally {
        await bare.stop();
      }
    },
  },
];
