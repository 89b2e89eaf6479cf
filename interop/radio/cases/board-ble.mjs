import { Provisioner } from '@esp-prov/client';
import { check } from '../../support/checks.mjs';
import { untilClean } from '../lab/board-facts.mjs';
import { requireTool, runEspProvPy, tools, userArguments } from '../lab/esp-prov-py.mjs';
import { provisionByCommand } from '../lab/provision-by-command.mjs';
import { networks } from '../lab/street.mjs';
import { untilTrue } from '../lab/until-true.mjs';
import { boardAddresses, guestScript, nmcli } from '../lab/wifi.mjs';

const nm = 'networkmanager';
const { wpa2, wpa3 } = networks;

/** A board over BLE, ready for clients. */
async function offering(lab) {
  await lab.street();
  const board = await lab.newBoard(nm);
  await board.event('offering');
  return board;
}

const wholeWay = ['wpa2', 'wpa3', 'open', 'hidden'].map((kind) => ({
  name: `board: our command provisions it over BLE onto ${kind}`,
  async run(lab) {
    const board = await offering(lab);
    const { network } = (await lab.street())[kind];
    const { code, result, told } = await provisionByCommand(board, networks[kind]);
    check(code === 0, told);
    check(String(result.ip4).startsWith(network), told);
    await board.event('idle');
    await board.event('online');
    check((await boardAddresses()).includes(result.ip4), `it has ${await boardAddresses()}`);
    await untilClean({ profiles: 1 });
  },
}));

const refusals = [
  {
    name: 'board: a wrong passphrase, then the right one, in one run of the board',
    async run(lab) {
      const board = await offering(lab);
      const wrong = await provisionByCommand(board, { ...wpa2, key: 'wrong-horse' });
      check(wrong.code !== 0 && /auth/.test(JSON.stringify(wrong.result)), wrong.told);
      const right = await provisionByCommand(board, wpa2);
      check(right.code === 0, right.told);
      await board.event('online');
      await untilClean({ profiles: 1 });
    },
  },
  {
    name: 'board: a network that is not there',
    async run(lab) {
      const board = await offering(lab);
      const { code, result, told } = await provisionByCommand(board, { ...wpa2, ssid: 'lab-nowhere' });
      check(code !== 0 && /not-found/.test(JSON.stringify(result)), told);
      await board.end();
      await untilClean({ profiles: 0 });
    },
  },
];

/** What the board is killed in, and how it gets there with a client. */
const phases = {
  'it is offered': undefined,
  'a session is open': async () => undefined,
  'it scans': async (provisioner) => {
    provisioner.scan().catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 500));
  },
  'it joins': async (provisioner, board) => {
    begin(provisioner, { ...wpa2, key: 'wrong-horse' });
    await board.event('credentials-received');
    await untilTrue(
      async () => /:50 |connecting/.test((await nmcli('-f', 'STATE', 'device')).output),
      'it joins',
      10_000,
    );
  },
};

function begin(provisioner, { ssid, key }) {
  const steps = provisioner.provision({ ssid, passphrase: key });
  const follow = async () => {
    for await (const _ of steps);
  };
  follow().catch(() => undefined);
}

const kills = Object.entries(phases).map(([phase, reach]) => ({
  name: `board: killed while ${phase}; the next start finds it clean, and is provisioned`,
  mayEndBluetoothd: true,
  async run(lab) {
    const board = await offering(lab);
    const transport = reach && (await lab.transport(board));
    await reach?.(transport && (await Provisioner.connect(transport, board.secrets)), board);
    await board.kill();
    // bluetoothd keeps the link of a program that is gone, until the client has had enough.
    await transport?.[Symbol.asyncDispose]();
    const again = lab.board();
    await again.event('offering');
    const { code, told } = await provisionByCommand(again, wpa2);
    check(code === 0, told);
    await again.event('online');
    await untilClean({ profiles: 1 });
  },
}));

const restarts = [
  {
    name: 'board: killed after success; the next start keeps the network, and offers nothing',
    async run(lab) {
      const board = await offering(lab);
      const { code, told } = await provisionByCommand(board, wpa3);
      check(code === 0, told);
      await board.event('online');
      await board.kill();
      await guestScript('networkmanager', 'restart');
      const again = lab.board();
      const { provisioned } = await again.event('ready');
      check(provisioned, 'it has forgotten');
      await again.event('online');
      await untilClean({ profiles: 1 });
      check(String(await boardAddresses()).startsWith((await lab.street()).wpa3.network), `${await boardAddresses()}`);
    },
  },
  {
    name: 'board: NetworkManager comes ten seconds late',
    async run(lab) {
      await lab.street();
      await lab.wifiService('none');
      setTimeout(() => guestScript('networkmanager', 'start').catch(() => undefined), 10_000);
      lab.leavesNoNetwork(nm);
      const board = lab.freshBoard();
      await board.event('waiting', ({ what }) => /NetworkManager/.test(what));
      await board.event('offering');
      const { code, told } = await provisionByCommand(board, wpa2);
      check(code === 0, told);
    },
  },
  {
    name: 'board: NetworkManager restarts while the board joins',
    async run(lab) {
      const board = await offering(lab);
      const joining = provisionByCommand(board, wpa2);
      await board.event('credentials-received');
      await new Promise((resolve) => setTimeout(resolve, 300));
      await guestScript('networkmanager', 'restart');
      const { code, told } = await joining;
      check(code === 0, told);
      await board.event('online');
      await untilClean({ profiles: 1 });
    },
  },
  {
    name: 'board: the network of the user comes back when provisioning is given up, and its profile is as it was',
    async run(lab) {
      const { open } = await lab.street();
      await lab.wifiService(nm);
      await nmcli('device', 'wifi', 'list', '--rescan', 'yes');
      check((await nmcli('device', 'wifi', 'connect', open.ssid)).code === 0, 'the user cannot connect');
      const before = await profileOf(open.ssid);
      const board = await lab.newBoard(nm, { args: ['--start', 'always'] });
      await board.event('offering');
      const { code, told } = await provisionByCommand(board, { ...wpa2, key: 'wrong-horse' });
      check(code !== 0, told);
      await board.end();
      await untilTrue(async () => String(await boardAddresses()).startsWith(open.network), 'the network of the user');
      check((await profileOf(open.ssid)) === before, 'the profile of the user has changed');
      await untilClean({ profiles: 0 });
    },
  },
];

async function profileOf(name) {
  const { output } = await nmcli('connection', 'show', name);
  const settings = /^(?:connection|802-11|ipv[46])[.\w-]*:/;
  return String(output.split('\n').filter((line) => settings.test(line) && !line.includes('timestamp')));
}

const byOthers = tools.map((tool) => ({
  name: `board: esp_prov.py (${tool.title}) provisions it`,
  async run(lab) {
    requireTool(tool);
    const board = await offering(lab);
    const network = ['--ssid', wpa2.ssid, '--passphrase', wpa2.key];
    const { code, output } = await runEspProvPy(lab, tool, board, [...userArguments(board.secrets), ...network]);
    check(code === 0 && /==== Provisioning was successful ====/.test(output), output);
    await board.event('online');
    await untilClean({ profiles: 1 });
  },
}));

/** This board as a device over BLE, with NetworkManager. */
export const boardBleCases = [...wholeWay, ...refusals, ...kills, ...restarts, ...byOthers];
