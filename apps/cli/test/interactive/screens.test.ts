import { describe, expect, test } from 'vitest';
import { Program } from '../support/program.ts';
import { Scratch } from '../support/scratch.ts';
import { leakedSecrets, secrets } from '../support/secrets.ts';
import { requireTmux, Screen } from '../support/tmux.ts';

/** A virtual device on a virtual BlueZ, which hears three networks and tells a wrong password at once. */
async function startDevice(scratch: Scratch): Promise<{ device: Program; bus: string }> {
  const air = scratch.air(
    { bssid: 'aa:bb:cc:dd:ee:ff', channel: 6, rssi: -42, joinMs: 100 },
    { ssid: 'myssid', auth: 'WPA2_PSK', bssid: 'aa:bb:cc:dd:ee:00', channel: 11, rssi: -71 },
    { ssid: 'A café with a long name ☕', auth: 'WPA2_WPA3_PSK', bssid: '02:10:20:fa:fe:7f', channel: 3, rssi: -60 },
  );
  const device = new Program(['device', '--ble', 'virtual', '--air', air, '--no-qr'], { patienceMs: 60_000 });
  const [, bus = ''] = await device.sees(/DBUS_SYSTEM_BUS_ADDRESS=(\S+) /);
  return { device, bus };
}

/** What the run has left on the screen, without what differs from run to run. */
async function left(screen: Screen): Promise<string> {
  await screen.sees(/exit code \d+/);
  const { shown } = screen;
  expect(leakedSecrets(shown)).toEqual([]);
  return `${shown.replace(/[▂▄▆█·]{4} -\d+ dBm/g, '(signal)')}\n`;
}

describe('a run in which everything is asked', { timeout: 240_000 }, () => {
  test('goes on after a wrong proof of possession and after a wrong password', async (context) => {
    requireTmux(context);
    using scratch = new Scratch();
    const { device, bus } = await startDevice(scratch);
    await using _device = device;
    using screen = new Screen(['--transport', 'ble'], { columns: 80, bus });
    await screen.answers(/● PROV_[\s\S]*Look again/, 'Enter');
    await screen.answers(/◆ {2}Proof of possession\n/, secrets.wrongPop, 'Enter');
    await screen.answers(/◆ {2}Proof of possession \(empty: stop\)/, secrets.pop, 'Enter');
    await screen.answers(/Scan again/, 'Enter');
    await screen.answers(/◆ {2}Wi-Fi password/, 'short', 'Enter');
    await screen.answers(/WPA takes 8 to 63/, 'C-u', secrets.wrongPassword, 'Enter');
    await screen.answers(/Try another password/, 'Enter');
    await screen.answers(/◆ {2}Wi-Fi password/, secrets.password, 'Enter');
    await expect(await left(screen)).toMatchFileSnapshot('../transcripts/wrong-secrets.txt');
  });

  test('fits into 40 columns', async (context) => {
    requireTmux(context);
    using scratch = new Scratch();
    const { device, bus } = await startDevice(scratch);
    await using _device = device;
    using screen = new Screen(['--transport', 'ble', '--pop', secrets.pop], { columns: 40, bus });
    await screen.answers(/● PROV_[\s\S]*Look again/, 'Enter');
    await screen.sees(/Scan again/);
    const list = screen.shown;
    await screen.answers(/Scan again/, 'Enter');
    await screen.answers(/◆ {2}Wi-Fi password/, secrets.password, 'Enter');
    const whole = `${list.slice(list.indexOf('◆  Network'))}\n----\n${await left(screen)}`;
    await expect(whole).toMatchFileSnapshot('../transcripts/narrow.txt');
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
    await expect(await left(screen)).toMatchFileSnapshot('../transcripts/plain.txt');
  });
});
