import { describe, expect, test } from 'vitest';
import { startDevice as startSoftAp } from '../support/device.ts';
import { Scratch } from '../support/scratch.ts';
import { leakedSecrets, secrets } from '../support/secrets.ts';
import { requireTmux, Screen } from '../support/tmux.ts';

describe.concurrent('the keys of a question', { timeout: 240_000 }, () => {
  test('are said; a number moves to its row, and Esc leads from the password back to the list', async (context) => {
    requireTmux(context);
    await using device = await startSoftAp();
    using screen = new Screen(['--service-name', device.address, '--pop', secrets.pop], { columns: 80 });
    await screen.answers(/└ {2}↑\/↓ or a number, Enter; Esc: stop/, '3');
    await screen.sees(/● \[ 3\] Cafe-Guest/);
    await screen.answers(/● \[ 3\]/, '0');
    await screen.answers(/● {6}Scan again/, '1', 'Enter');
    await screen.answers(/◆ {2}Wi-Fi password\n│.*\n└ {2}Esc: back/, 'abc', 'Escape');
    // By then the list is the first question again.
    await screen.answers(/■ {2}Wi-Fi password[\s\S]*◆ {2}Network to join[\s\S]*Esc: stop/, '3', 'Enter');
    await screen.sees(/exit code 0/);
    expect(screen.shown.match(/The device is scanning/g)).toHaveLength(1);
    expect(screen.shown).toContain('the device joined Cafe-Guest');
    expect(leakedSecrets(screen.shown)).toEqual([]);
  });

  test('lead by Esc back to the first question, whose link is opened anew, and then end the run', async (context) => {
    requireTmux(context);
    await using device = await startSoftAp();
    using screen = new Screen(['--service-name', device.address], { columns: 80 });
    await screen.answers(/◆ {2}Proof of possession\n│.*\n└ {2}Esc: stop/, secrets.pop, 'Enter');
    await screen.answers(/◆ {2}Network to join[\s\S]*Esc: back/, 'Escape');
    await screen.answers(/■ {2}Network to join[\s\S]*◆ {2}Proof of possession\n│.*\n└ {2}Esc: stop/, 'Escape');
    await screen.sees(/Interrupted\.[\s\S]*exit code 130/);
  });

  test('lead by Esc back to nothing once data was sent, which is not sent again', async (context) => {
    requireTmux(context);
    await using device = await startSoftAp();
    const custom = ['--custom-data', 'once'];
    using screen = new Screen(['--transport', 'softap', '--service-name', device.address, ...custom], { columns: 110 });
    await screen.answers(/◆ {2}Proof of possession\n/, secrets.pop, 'Enter');
    await screen.answers(/custom-data answered[\s\S]*◆ {2}Network to join[\s\S]*Esc: stop/, 'Escape');
    await screen.sees(/exit code 130/);
  });

  test('lead by b, and by Esc where nothing is echoed, back line by line with --plain', async (context) => {
    requireTmux(context);
    await using device = await startSoftAp();
    using screen = new Screen(['--service-name', device.address, '--plain'], { columns: 80 });
    await screen.answers(/Proof of possession \(not shown\):/, secrets.pop, 'Enter');
    await screen.answers(/Type a number, or b to go back\.\nSelect AP by number \(0 to rescan\) :/, '1', 'Enter');
    await screen.answers(/Wi-Fi password \(not shown\):/, 'abc', 'Escape');
    await screen.answers(/password[\s\S]*Network to join[\s\S]*Select AP by number/, 'b', 'Enter');
    await screen.answers(/Select AP[\s\S]*Select AP[\s\S]*Proof of possession/, 'Escape');
    await screen.sees(/Interrupted\.[\s\S]*exit code 130/);
  });
});

describe.concurrent('an empty password', { timeout: 240_000 }, () => {
  test('of a hidden network is asked about, and refused for one that is known to have one', async (context) => {
    requireTmux(context);
    using scratch = new Scratch();
    const open = { ssid: 'hidden-open', auth: 'Open', hidden: true, ip4: '192.168.43.9' };
    await using device = await startSoftAp(['--fast', '--air', scratch.air({}, open)]);
    using screen = new Screen(['--service-name', device.address, '--pop', secrets.pop], { columns: 80 });
    await screen.answers(/Network to join[\s\S]*Hidden network/, '1', 'Enter');
    await screen.answers(/◆ {2}Wi-Fi password/, 'Enter');
    await screen.answers(/the network wants a passphrase/, 'Escape');
    await screen.answers(/■ {2}Wi-Fi password[\s\S]*◆ {2}Network to join/, 'Down', 'Enter');
    await screen.answers(/◆ {2}Name of the hidden network/, 'hidden-open', 'Enter');
    await screen.answers(/◆ {2}Wi-Fi password/, 'Enter');
    await screen.answers(/◆ {2}Is the network hidden-open open\?[\s\S]*● No, type its password/, 'Enter');
    await screen.answers(/◇ {2}Is the network[\s\S]*◆ {2}Wi-Fi password/, 'Enter');
    await screen.answers(/◇ {2}Is the network[\s\S]*◆ {2}Is the network/, '2', 'Enter');
    await screen.sees(/exit code 0/);
    expect(screen.shown).toContain('the device joined hidden-open');
  });
});
