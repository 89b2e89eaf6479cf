import { check } from '../../support/checks.mjs';
import { untilClean } from '../lab/board-facts.mjs';
import { provisionByCommand, provisionByPhone } from '../lab/provision-by-command.mjs';
import { networks } from '../lab/street.mjs';
import { boardAddresses } from '../lab/wifi.mjs';

const nm = 'networkmanager';
const { wpa2 } = networks;
const passphrase = 'abcdefgh2345';

/** A board whose access point is open, and the phone in it. */
async function offering(lab, key = passphrase) {
  await lab.street();
  const hotspot = key === null ? ['--hotspot', 'open'] : ['--hotspot-password', key];
  const board = await lab.newBoard(nm, { args: ['--transport', 'softap', ...hotspot] });
  await board.event('offering');
  const phone = await lab.phone();
  await enter(phone, board, key);
  return { board, phone };
}

async function enter(phone, { name }, key) {
  const own = await phone.join(name, key ?? undefined);
  check(/^192\.168\.4\.\d+$/.test(own), `the phone has the address ${own}`);
}

/** After success nobody can be asked any more, as the access point has ended: the client may say that it does not know. */
const succeeded = ({ code }) => code === 0 || code === 3;

/** This board as a device over its own access point, with NetworkManager. */
export const boardSoftApCases = [
  ...['wpa2', 'wpa3', 'open'].map((kind) => ({
    name: `board: a phone provisions it over its access point onto ${kind}`,
    async run(lab) {
      const { board, phone } = await offering(lab);
      const answer = await provisionByPhone(phone, board, networks[kind]);
      check(succeeded(answer), answer.told);
      await board.event('online');
      await untilClean({ profiles: 1 });
      check(String(await boardAddresses()).startsWith((await lab.street())[kind].network), `${await boardAddresses()}`);
    },
  })),
  {
    name: 'board: an open access point on request; every name leads to the board, and no DNS server is handed out beside it',
    async run(lab) {
      const { phone } = await offering(lab, null);
      const { output } = await phone.run('busybox', ['nslookup', 'connectivitycheck.example', '192.168.4.1']);
      check(/Address.*192\.168\.4\.1$/m.test(output.split('\n').slice(2).join('\n')), output);
    },
  },
  {
    name: 'board: a wrong passphrase over its access point, which is there again for the right one',
    async run(lab) {
      const { board, phone } = await offering(lab);
      const wrong = await provisionByPhone(phone, board, { ...wpa2, key: 'wrong-horse' });
      check(wrong.code !== 0, wrong.told);
      await board.event('provisioning-failed');
      await enter(phone, board, passphrase);
      const right = await provisionByPhone(phone, board, wpa2);
      check(succeeded(right), right.told);
      await board.event('online');
      await untilClean({ profiles: 1 });
    },
  },
  {
    name: 'board: killed while its access point is open; nothing of it is left, and the next start is provisioned over BLE',
    async run(lab) {
      const { board } = await offering(lab);
      await board.kill();
      await untilClean({ profiles: 0 });
      const again = lab.board();
      await again.event('offering');
      const { code, told } = await provisionByCommand(again, wpa2);
      check(code === 0, told);
    },
  },
];
