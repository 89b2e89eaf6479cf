import { utf8 } from '@esp-prov/protocol';
import { wifiDriverConformance } from '@esp-prov/testing';
import { check } from '../../support/checks.mjs';
import { runProgram } from '../../support/program.mjs';
import { stationEvents } from '../lab/board-wifi.mjs';
import { networks } from '../lab/street.mjs';
import { untilTrue } from '../lab/until-true.mjs';
import { boardAddresses, nmcli, profiles } from '../lab/wifi.mjs';

const nm = 'networkmanager';

const { wpa2, wpa3, open } = networks;
const hotspot = { ssid: utf8('PROV_000000'), passphrase: 'abcdefgh2345', address: '192.168.4.1/24' };

const text = (bytes) => Buffer.from(bytes).toString();
const credentials = ({ ssid, key = '' }) => ({ ssid: utf8(ssid), passphrase: utf8(key) });

/** Opens the board with its station started, and returns it with a function that joins. */
async function board(lab, service) {
  await lab.wifiService(service);
  const opened = await lab.boardWifi(service);
  const { wifi } = opened;
  const events = stationEvents(wifi.station);
  wifi.station.start();
  await events.next();
  return {
    ...opened,
    events,
    async join(network) {
      wifi.station.join(credentials(network));
      return await events.next();
    },
  };
}

/** Returns a case of the published suite over the real service. */
function conformance(service) {
  const bench = (lab) => async () => {
    await lab.street();
    await lab.wifiService(service);
    const { wifi } = await lab.boardWifi(service);
    return {
      driver: wifi.station,
      known: credentials(wpa2),
      wrongPassphrase: credentials({ ...wpa2, key: 'wrong-horse' }),
      absent: credentials({ ...wpa2, ssid: 'lab-nowhere' }),
      channel: 1,
      otherChannel: 11,
      close: async () => undefined,
    };
  };
  return wifiDriverConformance(bench()).map(({ name }) => ({
    name: `station (${service}): ${name}`,
    run: (lab) =>
      wifiDriverConformance(bench(lab))
        .find((each) => each.name === name)
        .run(),
  }));
}

const own = (service) => [
  {
    name: `board wifi (${service}): joins each kind of network and tells where it is`,
    async run(lab) {
      const street = await lab.street();
      const { wifi, join } = await board(lab, service);
      const heard = await wifi.station.scan({ passive: false, dwellMs: 0 });
      for (const kind of Object.values(street)) {
        const { bssid, network } = kind;
        const found = heard.find((each) => Buffer.from(each.bssid).toString('hex') === bssid.replaceAll(':', ''));
        check((found === undefined) === (kind.hidden === true), `${kind.ssid}: heard is ${JSON.stringify(found)}`);
        const event = await join(kind);
        check(event.kind === 'got-ip', `${kind.ssid}: ${JSON.stringify(event)}`);
        const { connection } = event;
        const { channel, authMode } = kind;
        check(text(connection.ssid) === kind.ssid, `${kind.ssid}: joined ${text(connection.ssid)}`);
        check(connection.channel === channel, `${kind.ssid}: channel ${connection.channel}`);
        check(connection.authMode === authMode, `${kind.ssid}: auth mode ${connection.authMode}`);
        check(Buffer.from(connection.bssid).toString('hex') === bssid.replaceAll(':', ''), `${kind.ssid}: its BSSID`);
        check(connection.ip4.startsWith(network), `${kind.ssid}: ${connection.ip4}`);
        check((await boardAddresses()).includes(connection.ip4), `${kind.ssid}: another address than it says`);
        if (kind.ssid === 'lab-open') check(found.rssi >= -52 && found.rssi <= -48, `heard at ${found.rssi} dBm`);
      }
    },
  },
  {
    name: `board wifi (${service}): a wrong passphrase of WPA3 is told as one`,
    async run(lab) {
      await lab.street();
      const { join } = await board(lab, service);
      const event = await join({ ...wpa3, key: 'wrong-staple' });
      check([15, 202, 204].includes(event.reason), JSON.stringify(event));
    },
  },
  {
    name: `board wifi (${service}): a kept network outlives the program and the service; it is the only one of ours`,
    async run(lab) {
      const street = await lab.street();
      const { wifi, join, end } = await board(lab, service);
      for (const kind of [wpa2, open]) {
        check((await join(kind)).kind === 'got-ip', `no address of ${kind.ssid}`);
        await wifi.keep(credentials(kind));
      }
      await end();
      await restartService(service);
      const again = await lab.boardWifi(service);
      await again.wifi.cleanUp();
      await again.wifi.restore(credentials(open));
      await untilTrue(() => again.wifi.isOnline(), 'the board is online again');
      await untilTrue(
        async () => String(await boardAddresses()).startsWith(street.open.network),
        'an address of the kept one',
      );
      if (service === 'networkmanager') check((await profiles()).length === 1, `profiles: ${await profiles()}`);
      check(!String(await boardAddresses()).includes(street.wpa2.network), 'an address of the first one');
    },
  },
  {
    name: `board wifi (${service}): a protected access point, which a phone joins; the station is back afterwards`,
    async run(lab) {
      const { network } = (await lab.street()).wpa2;
      const { wifi, join } = await board(lab, service);
      const opened = await wifi.openHotspot(hotspot);
      try {
        check((await boardAddresses()).includes('192.168.4.1'), 'the board has not the address of the access point');
        const phone = await lab.phone();
        await phone.join(text(hotspot.ssid), hotspot.passphrase, '192.168.4.2/24');
        const { code, output } = await phone.run('busybox', ['ping', '-c', '1', '-W', '5', '192.168.4.1']);
        check(code === 0, output);
      } finally {
        await opened[Symbol.asyncDispose]();
      }
      check(!(await boardAddresses()).includes('192.168.4.1'), 'the address of the access point is still there');
      check(!/type AP/.test((await runProgram('iw', ['dev', 'wlan0', 'info'])).output), 'it is still an access point');
      const event = await join(wpa2);
      check(event.kind === 'got-ip' && event.connection.ip4.startsWith(network), JSON.stringify(event));
    },
  },
];

const withNetworkManager = [
  {
    name: 'board wifi (networkmanager): the connection of the user comes back, and its profile is as it was',
    async run(lab) {
      const { network } = (await lab.street()).open;
      await lab.wifiService('networkmanager');
      await nmcli('device', 'wifi', 'list', '--rescan', 'yes');
      check((await nmcli('device', 'wifi', 'connect', 'lab-open')).code === 0, 'the user cannot connect');
      const theirs = async () => {
        const { output } = await nmcli('connection', 'show', 'lab-open');
        return output
          .split('\n')
          .filter((line) => /^(connection|802-11|ipv[46])[.\w-]*:/.test(line) && !/timestamp/.test(line));
      };
      const before = String(await theirs());
      try {
        const { wifi, join } = await board(lab, 'networkmanager');
        const { kind } = await join({ ...wpa2, key: 'wrong-horse' });
        check(kind === 'disconnected', kind);
        await wifi.giveUp();
        await untilTrue(async () => String(await boardAddresses()).startsWith(network), 'the address of the user');
        check(String(await theirs()) === before, `their profile has changed from ${before} to ${await theirs()}`);
        check(String(await profiles()) === 'lab-open', `profiles: ${await profiles()}`);
      } finally {
        await nmcli('connection', 'delete', 'lab-open');
      }
    },
  },
];

async function restartService(service) {
  const { code, output, errors } = await runProgram(`/guest/${service}`, ['restart']);
  check(code === 0, `${service} does not start again: ${output}${errors}`);
}

/** What the board's Wi-Fi is over the real NetworkManager. */
export const boardWifiCases = [...conformance(nm), ...own(nm), ...withNetworkManager];
