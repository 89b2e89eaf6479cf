// The real nmcli against the virtual NetworkManager: what it prints and how it ends. `run.mjs NAME` runs the cases that
// have NAME in their name.
import { spawnSync } from 'node:child_process';
import { check, indent, skip } from '../support/checks.mjs';
import { build } from '../support/esp-prov.mjs';
import { runProgram } from '../support/program.mjs';

if (spawnSync('sh', ['-c', 'command -v nmcli']).status !== 0) skip('nmcli is not installed');
if (spawnSync('sh', ['-c', 'command -v dbus-daemon']).status !== 0) skip('dbus-daemon is not installed');
build();
const { startVirtualNetworkManager } = await import('../../packages/virtual-network/dist/index.js');

const passphrase = 'correct horse';
const accessPoints = [
  { ssid: 'home', passphrase, rssi: -48 },
  { ssid: 'guest', channel: 1, rssi: -70 },
  { ssid: 'both', passphrase, security: 'wpa2-wpa3', channel: 11 },
  { ssid: 'new', passphrase, security: 'wpa3', channel: 36 },
  { ssid: 'quiet', security: 'owe' },
  { ssid: 'work', security: 'enterprise' },
  { ssid: 'old', security: 'wep', passphrase: '12345' },
  { ssid: 'mute', dhcp: false },
  { ssid: 'unseen', passphrase, hidden: true },
];
const delays = { scanMs: 200, joinMs: 50, wrongKeyMs: 100, supplicantTimeoutMs: 1000, dhcpTimeoutMs: 1000, dhcpMs: 50 };

// The numbers with which nmcli ends, as its manual has them.
const exit = { success: 0, timeout: 3, activationFailed: 4, noDevice: 6, notFound: 10, notRunning: 8, unknown: 1 };

const cases = {
  'general: nothing is connected': async ({ nmcli }) => {
    const { code, output } = await nmcli('-t', '-f', 'STATE,CONNECTIVITY,WIFI-HW,WIFI', 'general');
    check(code === exit.success && output === 'disconnected:none:enabled:enabled\n', output);
  },
  'general: the version': async ({ nmcli }) => {
    const { output } = await nmcli('-t', '-f', 'VERSION,RUNNING', 'general');
    check(output === '1.42.4:running\n', output);
  },
  'general: permissions': async ({ nmcli, nm }) => {
    nm.deny(['org.freedesktop.NetworkManager.wifi.scan']);
    const { output } = await nmcli('-t', 'general', 'permissions');
    check(/wifi\.scan:no\n/.test(output) && /network-control:yes\n/.test(output), output);
  },
  'device: the board has one': async ({ nmcli }) => {
    const { output } = await nmcli('-t', '-f', 'DEVICE,TYPE,STATE', 'device');
    check(output.includes('wlan0:wifi:disconnected\n'), output);
  },
  'list: names, channels, signals, protections': async ({ nmcli }) => {
    const { output } = await nmcli(
      '-t',
      '-f',
      'SSID,CHAN,SIGNAL,SECURITY',
      'device',
      'wifi',
      'list',
      '--rescan',
      'yes',
    );
    const wanted = [
      'home:6:87:WPA2',
      'guest:1:50:',
      'both:11:84:WPA2 WPA3',
      'new:36:84:WPA3',
      'quiet:6:84:OWE',
      'work:6:84:WPA2 802.1X',
      'old:6:84:WEP',
      'mute:6:84:',
      ':6:84:WPA2',
    ];
    const lines = output.trimEnd().split('\n');
    check(wanted.every((line) => lines.includes(line)) && lines.length === wanted.length, output);
  },
  'connect: the right passphrase': async ({ nmcli, nm }) => {
    const { code, output } = await nmcli('device', 'wifi', 'connect', 'home', 'password', passphrase);
    check(code === exit.success && output.includes("Device 'wlan0' successfully activated with"), output);
    check(text(nm.connectedTo('wlan0')) === 'home', 'another network');
    const { output: general } = await nmcli('-t', '-f', 'STATE,CONNECTIVITY', 'general');
    check(general === 'connected:full\n', general);
    const { output: address } = await nmcli('-g', 'IP4.ADDRESS,IP4.GATEWAY', 'device', 'show', 'wlan0');
    check(address === '192.168.1.102/24\n192.168.1.1\n', address);
    const { output: shown } = await nmcli('device', 'wifi', 'show-password');
    check(shown.includes(`Password: ${passphrase}`), shown);
  },
  'connect: an open network': async ({ nmcli, nm }) => {
    const { code, output } = await nmcli('device', 'wifi', 'connect', 'guest');
    check(code === exit.success && text(nm.connectedTo('wlan0')) === 'guest', output);
  },
  'connect: WPA3': async ({ nmcli, nm }) => {
    const { code, output } = await nmcli('device', 'wifi', 'connect', 'new', 'password', passphrase);
    check(code === exit.success && text(nm.connectedTo('wlan0')) === 'new', output);
  },
  'connect: a wrong passphrase': async ({ nmcli }) => {
    const { code, errors } = await nmcli('device', 'wifi', 'connect', 'home', 'password', 'wrong horse');
    check(code === exit.activationFailed && errors.includes('Secrets were required, but not provided'), errors);
  },
  'connect: a wrong passphrase of WPA3, which 1.42 takes for an absent network': async ({ nmcli }) => {
    const { code, errors } = await nmcli('device', 'wifi', 'connect', 'new', 'password', 'wrong horse');
    check(code === exit.activationFailed && errors.includes('could not be found'), errors);
  },
  'connect: a network that is not there': async ({ nmcli }) => {
    const { code, errors } = await nmcli('device', 'wifi', 'connect', 'nowhere', 'password', passphrase);
    check(code === exit.notFound && errors.includes("No network with SSID 'nowhere' found"), errors);
  },
  'connect: a network without addresses': async ({ nmcli }) => {
    const { code, errors } = await nmcli('device', 'wifi', 'connect', 'mute');
    check(code === exit.activationFailed && errors.includes('IP configuration could not be reserved'), errors);
  },
  'connect: a hidden network, once it was asked for by name': async ({ nmcli, nm }) => {
    await nmcli('device', 'wifi', 'rescan', 'ssid', 'unseen');
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const { code, output } = await nmcli(
      'device',
      'wifi',
      'connect',
      'unseen',
      'password',
      passphrase,
      'hidden',
      'yes',
    );
    check(code === exit.success && text(nm.connectedTo('wlan0')) === 'unseen', output);
  },
  'connect: nobody may': async ({ nmcli, nm }) => {
    nm.deny(['org.freedesktop.NetworkManager.network-control']);
    const { code, errors } = await nmcli('device', 'wifi', 'connect', 'guest');
    check(code === exit.activationFailed && errors.includes('Not authorized to control networking.'), errors);
  },
  'connection: add, up, modify, down, delete': async ({ nmcli, nm }) => {
    const security = ['wifi-sec.key-mgmt', 'wpa-psk', 'wifi-sec.psk', passphrase];
    const added = await nmcli(
      'connection',
      'add',
      'type',
      'wifi',
      'con-name',
      'mine',
      'ssid',
      'home',
      'autoconnect',
      'no',
      ...security,
    );
    check(added.code === exit.success, added.errors);
    check(
      nm.profilesOnDisk.some(({ id }) => id === 'mine'),
      'it is not on disk',
    );
    const up = await nmcli('connection', 'up', 'mine');
    check(up.code === exit.success && up.output.includes('Connection successfully activated'), up.errors);
    const modified = await nmcli('connection', 'modify', 'mine', 'connection.id', 'yours');
    check(modified.code === exit.success, modified.errors);
    const shown = await nmcli('-t', '-f', 'NAME,TYPE,DEVICE', 'connection', 'show');
    check(shown.output === 'yours:802-11-wireless:wlan0\n', shown.output);
    const down = await nmcli('connection', 'down', 'yours');
    check(down.code === exit.success && down.output.includes('successfully deactivated'), down.errors);
    const secret = await nmcli('-s', '-g', '802-11-wireless-security.psk', 'connection', 'show', 'yours');
    check(secret.output === `${passphrase}\n`, 'the passphrase is another');
    const deleted = await nmcli('connection', 'delete', 'yours');
    check(deleted.code === exit.success && deleted.output.includes('successfully deleted'), deleted.errors);
    check(nm.profilesOnDisk.length === 0, 'it is still on disk');
  },
  'connection: one that is not there': async ({ nmcli }) => {
    for (const what of ['up', 'delete', 'down']) {
      const { code, errors } = await nmcli('connection', what, 'nothing');
      check(code === exit.notFound, `${what}: ${errors}`);
    }
  },
  'disconnect: twice': async ({ nmcli }) => {
    await nmcli('device', 'wifi', 'connect', 'guest');
    const first = await nmcli('device', 'disconnect', 'wlan0');
    check(
      first.code === exit.success && first.output.includes("Device 'wlan0' successfully disconnected."),
      first.errors,
    );
    const second = await nmcli('device', 'disconnect', 'wlan0');
    check(second.code === exit.noDevice && second.errors.includes('Device is not active'), second.errors);
  },
  'hotspot: opens and closes': async ({ nmcli, nm }) => {
    const { code, output } = await nmcli('device', 'wifi', 'hotspot', 'ssid', 'mine', 'password', passphrase);
    check(code === exit.success && output.includes("Device 'wlan0' successfully activated with"), output);
    const [hotspot] = nm.hotspots;
    check(text(hotspot?.ssid) === 'mine' && hotspot?.passphrase === passphrase, 'another access point');
    check(hotspot?.addresses[0] === '10.42.0.1/24', `the address is ${hotspot?.addresses}`);
    const general = await nmcli('-t', '-f', 'STATE', 'general');
    check(general.output === 'connected (local only)\n', general.output);
    const list = await nmcli('-t', '-f', 'IN-USE,SSID,MODE', 'device', 'wifi', 'list');
    check(list.output === '*:mine:Infra\n', list.output);
    const down = await nmcli('connection', 'down', 'Hotspot');
    check(down.code === exit.success && nm.hotspots.length === 0, down.errors);
  },
  'hotspot: the radio cannot make a protected one': async ({ nmcli, nm }) => {
    nm.refuseHotspots('protected');
    const { code, errors } = await nmcli('device', 'wifi', 'hotspot', 'ssid', 'mine', 'password', passphrase);
    check(code === exit.activationFailed && errors.includes('supplicant took too long'), errors);
    check(nm.hotspots.length === 0, 'it is open');
  },
  'radio: off and on': async ({ nmcli }) => {
    await nmcli('radio', 'wifi', 'off');
    const off = await nmcli('-t', '-f', 'DEVICE,STATE', 'device');
    check(off.output.includes('wlan0:unavailable\n'), off.output);
    await nmcli('radio', 'wifi', 'on');
    const on = await nmcli('-t', 'radio', 'wifi');
    check(on.output === 'enabled\n', on.output);
  },
  'the daemon does not run': async ({ nmcli, nm }) => {
    await nm.stop();
    const { code, errors } = await nmcli('device');
    check(code === exit.notRunning && errors.includes('NetworkManager is not running'), errors);
  },
};

const wanted = process.argv.slice(2);
let failures = 0;
for (const [name, judge] of Object.entries(cases)) {
  if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
  const nm = await startVirtualNetworkManager({ accessPoints, delays });
  const transcript = [];
  const nmcli = async (...args) => {
    const env = { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: nm.address, LC_ALL: 'C.UTF-8' };
    const result = await runProgram('nmcli', ['--colors', 'no', ...args], { env });
    transcript.push(`$ nmcli ${args.join(' ')}  (${result.code})`, result.output, result.errors);
    return result;
  };
  try {
    await new Promise((resolve) => setTimeout(resolve, 600));
    await judge({ nm, nmcli });
    console.log(`ok    ${name}`);
  } catch (error) {
    failures += 1;
    console.log(`FAIL  ${name}: ${error instanceof Error ? error.message : error}\n${indent(transcript.join('\n'))}`);
  } finally {
    await nm[Symbol.asyncDispose]();
  }
}
console.log(failures === 0 ? 'nmcli agrees' : `${failures} cases are wrong`);
process.exitCode = failures === 0 ? 0 : 1;

function text(bytes) {
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
}
