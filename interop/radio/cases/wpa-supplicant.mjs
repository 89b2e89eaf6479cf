import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connectBus } from '@esp-prov/dbus';
import { openBoardWifi } from '@esp-prov/linux';
import { systemClock, systemRandom, utf8 } from '@esp-prov/protocol';
import { check } from '../../support/checks.mjs';
import { runProgram } from '../../support/program.mjs';
import { boardAddresses, guestScript } from '../lab/wifi.mjs';

const wpa2 = { ssid: 'lab-wpa2', key: 'correct-horse', security: 'wpa2' };
const wpa3 = { ssid: 'lab-wpa3', key: 'battery-staple', security: 'wpa3', channel: 11 };
const both = { ssid: 'lab-both', key: 'either-of-them', security: 'wpa2wpa3', channel: 3 };
const open = { ssid: 'lab-open', channel: 6 };
const hidden = { ssid: 'lab-hidden', key: 'nobody-sees-me', hidden: true, channel: 4 };
const configFile = '/etc/wpa_supplicant/wpa_supplicant.conf';
const eventSeconds = 90;

/** Returns the board by our driver of wpa_supplicant; it is closed with the lab. */
async function board(lab) {
  const bus = lab.keep(await connectBus());
  const opened = await openBoardWifi({
    bus,
    service: 'wpa-supplicant',
    interfaceName: 'wlan0',
    clock: systemClock,
    random: systemRandom,
    log: (level, tag, text) => lab.transcript.push(`board ${level} ${tag}: ${text}`),
    onWaiting: (what) => lab.transcript.push(`board waits for ${what}`),
  });
  const wifi = lab.keep(opened);
  const events = [];
  let arrived = () => undefined;
  wifi.station.watch((event) => {
    events.push(event);
    arrived();
  });
  const next = async () => {
    const deadline = Date.now() + eventSeconds * 1000;
    while (events.length === 0) {
      check(Date.now() < deadline, `no event of the station in ${eventSeconds} s`);
      const timer = new AbortController();
      const late = systemClock.sleep(deadline - Date.now(), { signal: timer.signal }).catch(() => undefined);
      const event = new Promise((resolve) => {
        arrived = resolve;
      });
      await Promise.race([event, late]);
      timer.abort();
    }
    return events.shift();
  };
  wifi.station.start();
  await next();
  const join = async ({ ssid, key = '' }) => {
    wifi.station.join({ ssid: utf8(ssid), passphrase: utf8(key) });
    return await next();
  };
  return { wifi, bus, next, join };
}

async function fails(join, network, reason) {
  const event = await join(network);
  check(event.kind === 'disconnected' && event.reason === reason, `${network.ssid}: ${JSON.stringify(event)}`);
}

async function until(what, isSo) {
  const deadline = Date.now() + 60_000;
  while (!(await isSo())) {
    check(Date.now() < deadline, `this did not come true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Our driver of wpa_supplicant, at the real one. */
export const wpaSupplicantCases = [
  {
    name: 'wpa_supplicant: the board hears each kind of network and joins it',
    async run(lab) {
      await lab.wifiService('wpa-supplicant');
      const points = [];
      for (const each of [wpa2, wpa3, both, open, hidden]) points.push({ ...each, ...(await lab.accessPoint(each)) });
      const { wifi, next, join } = await board(lab);
      const heard = await wifi.station.scan({ passive: false, dwellMs: 0 });
      const told = heard.map(
        ({ ssid, authMode, channel }) => `${new TextDecoder().decode(ssid)} ${authMode} ${channel}`,
      );
      const wanted = ['lab-both 7 3', 'lab-open 0 6', 'lab-wpa2 3 1', 'lab-wpa3 6 11'];
      check(String(told.sort()) === String(wanted), `it hears ${told}`);
      check(
        heard.every(({ rssi }) => rssi < -20 && rssi > -40),
        `at ${heard.map(({ rssi }) => rssi)} dBm`,
      );
      for (const { network, ...each } of points) {
        const event = await join(each);
        check(event.kind === 'got-ip', `${each.ssid}: ${JSON.stringify(event)}`);
        check(event.connection.ip4.startsWith(network), `${each.ssid}: its address is ${event.connection.ip4}`);
        wifi.station.leave();
        check((await next()).kind === 'disconnected', 'it does not leave');
      }
    },
  },
  {
    name: 'wpa_supplicant: wrong keys and an absent network have their reasons, and nothing stays of them',
    async run(lab) {
      await lab.wifiService('wpa-supplicant');
      for (const each of [wpa2, wpa3, both]) await lab.accessPoint(each);
      const { join } = await board(lab);
      for (const each of [wpa2, wpa3, both]) await fails(join, { ...each, key: 'wrong-horse' }, 15);
      await fails(join, { ssid: 'lab-nowhere', key: 'whatever123' }, 201);
      await fails(join, { ssid: 'lab-both' }, 202);
    },
  },
  {
    name: 'wpa_supplicant: a link that is lost comes back by itself',
    async run(lab) {
      await lab.wifiService('wpa-supplicant');
      const point = await lab.accessPoint(wpa2);
      const { wifi, next, join } = await board(lab);
      check((await join(wpa2)).kind === 'got-ip', 'it does not join');
      await until('it is online', () => wifi.isOnline());
      await point.close();
      const { kind, reason } = await next();
      check(kind === 'disconnected' && reason === 4, `${kind} ${reason}`);
      check(!wifi.isOnline(), 'it is online without a network');
      await lab.accessPoint(wpa2);
      check((await next()).kind === 'got-ip', 'it does not come back');
    },
  },
  {
    name: 'wpa_supplicant: access points, protected and open, which a phone joins; the next run clears what is left',
    async run(lab) {
      await lab.wifiService('wpa-supplicant');
      const { wifi } = await board(lab);
      const phone = await lab.phone();
      const ssid = 'PROV_261FCC';
      for (const passphrase of ['abcdefgh2345', undefined]) {
        const hotspot = await wifi.openHotspot({ ssid: utf8(ssid), passphrase, address: '192.168.4.1/24', channel: 6 });
        check(hotspot.channel === 6, `its channel is ${hotspot.channel}`);
        check(String(await boardAddresses()) === '192.168.4.1', `its addresses are ${await boardAddresses()}`);
        await associate(phone, ssid, passphrase);
        await hotspot[Symbol.asyncDispose]();
        check(!(await boardAddresses()).includes('192.168.4.1'), 'its address stays');
        check(!hotspot.ended.aborted, 'it says that it has ended by itself');
      }
      const left = await wifi.openHotspot({ ssid: utf8(ssid), address: '192.168.4.1/24' });
      check(left.channel === 11, `the default channel is ${left.channel}`);
      // As a run that is killed leaves it: wpa_supplicant does not see the end of a program.
      await wifi[Symbol.asyncDispose]();
      const next = await board(lab);
      await next.wifi.cleanUp();
      check(!(await boardAddresses()).includes('192.168.4.1'), 'its address stays');
      await until('the radio is a station', async () => !(await radio()).includes('type AP'));
    },
  },
  {
    name: "wpa_supplicant: the user's network comes back, and the one that is kept is in the file, over a restart",
    async run(lab) {
      mkdirSync('/etc/wpa_supplicant', { recursive: true });
      const theirs = `network={\n\tssid="${open.ssid}"\n\tkey_mgmt=NONE\n}\n`;
      writeFileSync(configFile, `ctrl_interface=DIR=/run/wpa_supplicant\nupdate_config=1\n${theirs}`);
      try {
        await lab.wifiService('wpa-supplicant');
        await guestScript('wpa-supplicant', 'restart');
        const user = await lab.accessPoint(open);
        const point = await lab.accessPoint(wpa2);
        const { wifi, next, join } = await board(lab);
        const isIn = async ({ network }) => (await boardAddresses()).some((each) => each.startsWith(network));
        await until("it is in the user's network", () => isIn(user));
        await fails(join, { ...wpa2, key: 'wrong-horse' }, 15);
        await wifi.giveUp();
        await until("it is in the user's network again", () => isIn(user));
        check((await join(wpa2)).kind === 'got-ip', 'it does not join');
        await wifi.keep({ ssid: utf8(wpa2.ssid), passphrase: utf8(wpa2.key) });
        const written = readFileSync(configFile, 'utf8');
        check(written.includes('id_str="esp-prov"') && written.includes(open.ssid), written);
        await guestScript('wpa-supplicant', 'restart');
        check((await next()).kind === 'disconnected', 'it does not see the end of wpa_supplicant');
        check((await next()).kind === 'got-ip' && (await isIn(point)), 'it is not in the network that is kept');
        await wifi.forget();
        const after = readFileSync(configFile, 'utf8');
        check(!after.includes('esp-prov') && after.includes(open.ssid), after);
        await until("it is in the user's network at the end", () => isIn(user));
      } finally {
        rmSync(configFile, { force: true });
      }
    },
  },
];

async function radio() {
  return (await runProgram('iw', ['dev', 'wlan0', 'info'])).output;
}

/** Without DHCP, which this access point has not. */
async function associate(phone, ssid, passphrase) {
  const lines = [`ssid="${ssid}"`, passphrase === undefined ? 'key_mgmt=NONE' : `psk="${passphrase}"`];
  writeFileSync('/run/phone-wpa.conf', `network={\n${lines.join('\n')}\n}\n`);
  const args = ['-B', '-i', 'wlan1', '-c', '/run/phone-wpa.conf', '-P', '/run/phone-wpa.pid'];
  const started = await phone.run('wpa_supplicant', args);
  check(started.code === 0, started.output);
  try {
    await until('the phone is in the access point', async () => {
      const { output } = await phone.run('iw', ['dev', 'wlan1', 'link']);
      return output.includes('Connected');
    });
  } finally {
    await phone.run('sh', ['-c', 'kill "$(cat /run/phone-wpa.pid)"']);
  }
}
