import { check } from '../../support/checks.mjs';
import { networks } from '../lab/street.mjs';
import { forgetNetworks, nmcli } from '../lab/wifi.mjs';

const nm = 'networkmanager';
const { ssid, key } = networks.wpa2;
const pairs = 3;

const seconds = (ms) => (ms / 1000).toFixed(2);
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

/** Returns how long nmcli takes to connect to a network that was just heard. */
async function byNmcli() {
  await nmcli('device', 'wifi', 'list', '--rescan', 'yes');
  const begin = performance.now();
  const { code, output } = await nmcli('device', 'wifi', 'connect', ssid, 'password', key);
  const ms = performance.now() - begin;
  check(code === 0, output);
  await forgetNetworks(nm);
  return ms;
}

/** Returns how long a board takes from the credentials of a client to the network, and from its start to its offer. */
async function byBoard(lab) {
  const begin = performance.now();
  const board = await lab.newBoard(nm);
  const { at } = await board.event('offering');
  const provisioner = await lab.provisioner(board);
  await provisioner.scan();
  for await (const _ of provisioner.provision({ ssid, passphrase: key })) {
    // The board says how it goes.
  }
  const received = await board.event('credentials-received');
  const joined = await board.event('connected');
  await board.end();
  await forgetNetworks(nm);
  return { joining: joined.at - received.at, offering: at - begin };
}

/** How long it takes, printed; nothing is demanded of a machine that others use too. */
export const boardTimeCases = [
  {
    name: 'board: the time from credentials to connected, against nmcli alone',
    async run(lab) {
      await lab.street();
      await lab.wifiService(nm);
      const times = [];
      for (let pair = 0; pair < pairs; pair++) times.push({ alone: await byNmcli(), ...(await byBoard(lab)) });
      for (const { alone, joining, offering } of times) {
        const ratio = (joining / alone).toFixed(2);
        console.log(
          `nmcli ${seconds(alone)} s, board ${seconds(joining)} s (${ratio}x); start to offer ${seconds(offering)} s`,
        );
      }
      console.log(`median ${median(times.map(({ alone, joining }) => joining / alone)).toFixed(2)}x`);
    },
  },
];
