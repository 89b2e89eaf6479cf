import { describe, expect, test } from 'vitest';
import { startDevice as startSoftAp } from '../../support/device.ts';
import { commandFile, Program, run } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { leakedSecrets, secrets } from '../../support/secrets.ts';
import { joinedToSoftAp, requireOwnNetwork } from '../../support/softap-network.ts';
import { inTerminal, requireTerminal } from '../../support/terminal.ts';
import { requireTmux, Screen } from '../../support/tmux.ts';

/** A virtual device on a virtual BlueZ, which hears three networks and tells a wrong password at once. */
async function startDevice(scratch: Scratch, ...more: string[]): Promise<{ device: Program; bus: string }> {
  const air = scratch.air(
    { bssid: 'aa:bb:cc:dd:ee:ff', channel: 6, rssi: -42, joinMs: 100 },
    { ssid: 'myssid', auth: 'WPA2_PSK', bssid: 'aa:bb:cc:dd:ee:00', channel: 11, rssi: -71 },
    { ssid: 'A café with a long name ☕', auth: 'WPA2_WPA3_PSK', bssid: '02:10:20:fa:fe:7f', channel: 3, rssi: -60 },
  );
  const device = new Program(['device', '--ble', 'virtual', '--air', air, '--no-qr', ...more], { patienceMs: 60_000 });
  const [, bus = ''] = await device.sees(/DBUS_SYSTEM_BUS_ADDRESS=(\S+)\s/);
  return { device, bus };
}

/** What the run has left on the screen, without what differs from run to run. */
async function left(screen: Screen): Promise<string> {
  await screen.sees(/exit code \d+/);
  const { shown } = screen;
  expect(leakedSecrets(shown)).toEqual([]);
  return `${withoutSignal(shown)}\n`;
}

function withoutSignal(shown: string): string {
  return shown.replace(/[▂▄▆█·]{4} -\d+ dBm/g, '(signal)');
}

describe.concurrent('a run in which everything is asked', { timeout: 240_000 }, () => {
  test('goes on after a wrong proof of possession and after a wrong password', async (context) => {
    requireTmux(context);
    using scratch = new Scratch();
    const { device, bus } = await startDevice(scratch);
    await using _device = device;
    using screen = new Screen(['--transport', 'ble'], { columns: 80, bus });
    await screen.answers(/● \[ 1\] PROV_[\s\S]*Look again/, 'Enter');
    await screen.answers(/◆ {2}Proof of possession\n/, secrets.wrongPop, 'Enter');
    await screen.answers(/◆ {2}Proof of possession \(empty: stop\)/, secrets.pop, 'Enter');
    await screen.answers(/Scan again/, 'Enter');
    await screen.answers(/◆ {2}Wi-Fi password/, 'short', 'Enter');
    await screen.answers(/WPA takes 8 to 63/, secrets.wrongPassword, 'Enter');
    await screen.answers(/Try another password/, 'Enter');
    await screen.answers(/◆ {2}Wi-Fi password/, secrets.password, 'Enter');
    await context.expect(await left(screen)).toMatchFileSnapshot('../../transcripts/wrong-secrets.txt');
  });

  test('fits into 40 columns', async (context) => {
    requireTmux(context);
    using scratch = new Scratch();
    const { device, bus } = await startDevice(scratch);
    await using _device = device;
    using screen = new Screen(['--transport', 'ble', '--pop', secrets.pop], { columns: 40, bus });
    await screen.answers(/● \[ 1\] PROV_[\s\S]*Look again/, 'Enter');
    await screen.sees(/Scan again/);
    const list = screen.shown;
    await screen.answers(/Scan again/, 'Enter');
    await screen.answers(/◆ {2}Wi-Fi password/, secrets.password, 'Enter');
    const whole = `${list.slice(list.indexOf('◆  Network'))}\n----\n${await left(screen)}`;
    await context.expect(whole).toMatchFileSnapshot('../../transcripts/narrow.txt');
  });

  test.for([40, 60, 76, 80])('has no entry of two lines in %i columns, in colours either', async (columns, context) => {
    requireTmux(context);
    await using device = await startSoftAp();
    using screen = new Screen(['--service-name', device.address, '--pop', secrets.pop], {
      columns,
      launcher: ['env', '-u', 'NO_COLOR'],
    });
    await screen.sees(/Scan again/);
    const [, list = ''] = screen.shown.split('◆  Network to join\n');
    const [head, ...entries] = list.split('\n').slice(0, -1);
    expect(head).toMatch(/^│ {4}S\.N\. SSID.*NOTE$/);
    expect(entries).toHaveLength(9);
    for (const entry of entries) expect(entry).toMatch(/^│ {2}[○●] (\[ ?\d+\] | {5})\S/);
    expect(entries.filter((entry) => / not by( password|…)$/.test(entry))).toHaveLength(1);
  });

  test('is asked line by line with --plain, hidden networks too', async (context) => {
    requireTmux(context);
    using scratch = new Scratch();
    const { device, bus } = await startDevice(scratch);
    await using _device = device;
    using screen = new Screen(['--transport', 'ble', '--plain'], { columns: 40, bus });
    await screen.answers(/Select device by number/, '1', 'Enter');
    await screen.answers(/Proof of possession \(not shown\)/, secrets.pop, 'Enter');
    await screen.answers(/Select AP by number/, '9', 'Enter');
    await screen.answers(/Retry\s+Select AP by number/, '3', 'Enter');
    await screen.answers(/Name of the hidden network/, 'myssid', 'Enter');
    await screen.answers(/Wi-Fi password/, secrets.password, 'Enter');
    await context.expect(await left(screen)).toMatchFileSnapshot('../../transcripts/plain.txt');
  });

  test('lists what is there over Bluetooth and at the address of an access point', async (context) => {
    requireTmux(context);
    requireOwnNetwork(context);
    using scratch = new Scratch();
    const { device, bus } = await startDevice(scratch);
    await using _device = device;
    using screen = new Screen([], { columns: 80, bus, launcher: joinedToSoftAp(scratch) });
    await screen.sees(/SoftAP[\s\S]*Look again|PROV_261FCC[\s\S]*SoftAP[\s\S]*Look again/);
    const list = withoutSignal(screen.shown.slice(screen.shown.indexOf('◆')));
    // Whichever was seen first stands first.
    const way = list.indexOf('SoftAP') < list.indexOf('PROV_261FCC') ? [] : ['Down'];
    await screen.answers(/Look again/, ...way, 'Enter');
    await screen.answers(/◆ {2}Proof of possession\n/, secrets.pop, 'Enter');
    await screen.answers(/Scan again/, 'Enter');
    await screen.answers(/◆ {2}Wi-Fi password/, secrets.password, 'Enter');
    const sorted = list.replace(/● \[ 1\] (SoftAP.*)\n│ {2}○ \[ 2\] (PROV_.*)/, '● [ 1] $2\n│  ○ [ 2] $1');
    const whole = `${sorted}\n----\n${await left(screen)}`;
    await context.expect(whole).toMatchFileSnapshot('../../transcripts/both-ways.txt');
  });

  test('can look again where there is no Bluetooth', async (context) => {
    requireTmux(context);
    requireOwnNetwork(context);
    using scratch = new Scratch();
    using screen = new Screen([], { columns: 80, launcher: joinedToSoftAp(scratch) });
    await screen.answers(/● \[ 1\] SoftAP[\s\S]*○ {6}Look again/, '0', 'Enter');
    await screen.answers(/Look again[\s\S]*● \[ 1\] SoftAP[\s\S]*○ {6}Look again/, 'Escape');
    await context.expect(await left(screen)).toMatchFileSnapshot('../../transcripts/no-bluetooth.txt');
  });

  test('is asked for user name and password again where security 2 was given wrong ones', async (context) => {
    requireTmux(context);
    using scratch = new Scratch();
    const { device, bus } = await startDevice(scratch, '--security', '2', '--on-failure', 'reset');
    await using _device = device;
    using screen = new Screen(['--transport', 'ble', '--ssid', 'myssid'], { columns: 80, bus });
    await screen.answers(/● \[ 1\] PROV_[\s\S]*Look again/, 'Enter');
    await screen.answers(/◆ {2}User name\n/, 'wifiprov', 'Enter');
    await screen.answers(/◆ {2}Password of the device\n/, secrets.wrongPop, 'Enter');
    await screen.answers(/◆ {2}User name \(empty: stop\)/, 'wifiprov', 'Enter');
    await screen.answers(/◆ {2}Password of the device \(empty: stop\)/, secrets.pop, 'Enter');
    await screen.answers(/◆ {2}Wi-Fi password/, secrets.password, 'Enter');
    await context.expect(await left(screen)).toMatchFileSnapshot('../../transcripts/security-2.txt');
  });

  test.for([
    { asked: ['--plain'], env: {} },
    { asked: [], env: { TERM: 'dumb' } },
  ])('draws nothing twice with $asked and $env, however long it takes', async ({ asked, env }, context) => {
    requireTerminal(context);
    using scratch = new Scratch();
    await using device = await startSoftAp(['--air', scratch.air({ joinMs: 4000 })]);
    const args = ['--service_name', device.address, '--pop', secrets.pop, ...asked];
    await using client = inTerminal([process.execPath, commandFile, ...args], { NO_COLOR: '', ...env });
    await client.sees(/Select AP by number/);
    client.type('1\r');
    await client.sees(/Wi-Fi password \(not shown\): /);
    client.type(`${secrets.password}\r`);
    const { code, stdout } = await client.ended();
    expect(stdout).toContain('Provisioning was successful');
    // Neither colours nor a cursor that moves: nothing but lines.
    expect(stdout.replaceAll('\r\n', '')).not.toMatch(/\p{Cc}/u);
    expect(code).toBe(0);
  });
});

describe.concurrent('a question that nobody answers', { timeout: 240_000 }, () => {
  const named = ['--transport', 'ble', '--service_name', 'PROV_261FCC'];

  test.for([
    { how: [], question: /◆ {2}Proof of possession/ },
    { how: ['--plain'], question: /Proof of possession \(not shown\)/ },
  ])('ends by a signal and with its window, and the device stays usable: $how', async ({ how, question }, context) => {
    requireTmux(context);
    using scratch = new Scratch();
    const { device, bus } = await startDevice(scratch);
    await using _device = device;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      using screen = new Screen([...named, ...how], { columns: 80, bus });
      await screen.sees(question);
      screen.signal(signal);
      await screen.sees(/Interrupted\. [\s\S]*exit code 130/);
    }
    using screen = new Screen([...named, ...how], { columns: 80, bus });
    await screen.sees(question);
    // Until then its link is there for everybody on this machine.
    await screen.closeUnderCommand();
    // A link that is left would keep the device from being found.
    const info = await run(['info', ...named], { env: { DBUS_SYSTEM_BUS_ADDRESS: bus }, patienceMs: 30_000 });
    expect(info.code).toBe(0);
  });
});
