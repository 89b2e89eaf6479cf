import { check } from '../../support/checks.mjs';
import { runProgram } from '../../support/program.mjs';
import { networks } from '../lab/street.mjs';
import { boardAddresses, forgetNetworks, guestScript, nmcli } from '../lab/wifi.mjs';

const { wpa2, hidden } = networks;
const mute = { ssid: 'lab-no-dhcp', key: 'no-address-here', dhcp: false };

async function connect({ ssid, key }) {
  await nmcli('device', 'wifi', 'list', '--rescan', 'yes');
  const { code, output } = await nmcli('device', 'wifi', 'connect', ssid, ...(key ? ['password', key] : []));
  return { code, output };
}

/** Adds a profile for a network with a WPA2 key; further settings follow. */
async function addProfile({ ssid, key }, ...settings) {
  const wifi = ['type', 'wifi', 'con-name', ssid, 'ssid', ssid, 'wifi-sec.key-mgmt', 'wpa-psk', 'wifi-sec.psk', key];
  const { code, output } = await nmcli('connection', 'add', ...wifi, 'ipv6.method', 'disabled', ...settings);
  check(code === 0, output);
}

/** That the lab itself is right: nothing here is ours. */
export const wifiLabCases = [
  {
    name: 'wifi lab: NetworkManager hears each kind of network and joins it',
    async run(lab) {
      await lab.wifiService('networkmanager');
      const { hidden: _, ...all } = await lab.street();
      const list = ['device', 'wifi', 'list', '--rescan', 'yes'];
      const { output } = await nmcli('--fields', 'SSID,CHAN,SIGNAL,SECURITY', ...list);
      const heard = output.split('\n').filter((line) => line.startsWith('lab-'));
      const wanted = 'lab-both:3:100:WPA2 WPA3,lab-open:6:84:,lab-wpa2:1:100:WPA2,lab-wpa3:11:100:WPA3';
      check(String(heard.sort()) === wanted, `it hears ${heard}`);
      for (const { ssid, key, network } of Object.values(all)) {
        const { code, output } = await connect({ ssid, key });
        check(code === 0, `${ssid}: ${output}`);
        const addresses = await boardAddresses();
        check(addresses.length === 1 && addresses[0].startsWith(network), `${ssid}: its addresses are ${addresses}`);
        await forgetNetworks('networkmanager');
      }
    },
  },
  {
    name: 'wifi lab: NetworkManager joins a hidden network, whose profile says that it is hidden',
    async run(lab) {
      await lab.wifiService('networkmanager');
      const { network } = (await lab.street()).hidden;
      await addProfile(hidden, 'wifi.hidden', 'yes');
      const { code, output } = await nmcli('connection', 'up', hidden.ssid);
      check(code === 0, output);
      check((await boardAddresses())[0]?.startsWith(network), 'it has no address');
      await forgetNetworks('networkmanager');
    },
  },
  {
    name: 'wifi lab: NetworkManager fails with a wrong key, at a name that nobody has, and without DHCP',
    async run(lab) {
      await lab.wifiService('networkmanager');
      await lab.street();
      await lab.accessPoint(mute);
      const wrong = await connect({ ...wpa2, key: 'wrong-horse' });
      check(wrong.code === 4 && /Secrets were required/.test(wrong.output), `${wrong.code}: ${wrong.output}`);
      const absent = await connect({ ...wpa2, ssid: 'lab-nowhere' });
      check(absent.code === 10, `${absent.code}: ${absent.output}`);
      await addProfile(mute, 'ipv4.dhcp-timeout', '3');
      const { code, output } = await nmcli('connection', 'up', mute.ssid);
      check(code === 4 && /IP configuration could not be reserved/.test(output), `${code}: ${output}`);
      await forgetNetworks('networkmanager');
    },
  },
  {
    name: 'wifi lab: wpa_supplicant joins each kind of network over D-Bus, and the board gets an address',
    async run(lab) {
      await lab.wifiService('wpa-supplicant');
      const street = await lab.street();
      const station = await lab.pythonStation();
      // A scan may miss a beacon where the machine is busy.
      const networks = [];
      for (const _ of [1, 2, 3]) networks.push(...(await station.must('scan')).networks);
      for (const { ssid, bssid } of [street.wpa2, street.wpa3, street.open]) {
        const found = networks.find((each) => each.bssid === bssid && each.ssid === ssid);
        check(found, `${ssid} is not among ${JSON.stringify(networks)}`);
        check(found.signal >= -52 && found.signal < -20, `${ssid} is heard at ${found.signal} dBm`);
      }
      for (const { ssid, key, security = 'open', network } of [street.wpa2, street.wpa3, street.open]) {
        const { joined, seen } = await station.must('join', { ssid, key, security });
        check(joined, `${ssid}: ${JSON.stringify(seen)}`);
        await untilAddress(network);
        await station.must('leave');
      }
      const { joined, seen } = await station.must('join', { ssid: wpa2.ssid, key: 'wrong-horse', security: 'wpa2' });
      check(!joined && seen.some((each) => each.DisconnectReason === 15), `a wrong key: ${JSON.stringify(seen)}`);
      await station.must('leave');
    },
  },
  {
    name: 'wifi lab: a phone joins an access point; what it asks crosses the air',
    async run(lab) {
      const { ssid, key, network, address } = (await lab.street()).wpa2;
      const phone = await lab.phone();
      const own = await phone.join(ssid, key);
      check(own.startsWith(network), `its address is ${own}`);
      const { code, output } = await phone.run('busybox', ['ping', '-c', '2', '-W', '5', address]);
      check(code === 0, output);
      const leases = await guestScript('access-point', 'leases', ssid);
      check(leases.includes('02:00:00:00:01:00'), `the access point has given ${leases}`);
      const there = await runProgram('busybox', ['ping', '-c', '1', '-W', '2', address]);
      check(there.code !== 0, 'the board reaches the network of the phone without radio');
    },
  },
];

async function untilAddress(network) {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const addresses = await boardAddresses();
    if (addresses.some((each) => each.startsWith(network))) return;
    check(Date.now() < deadline, `no address of ${network}: ${addresses}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
