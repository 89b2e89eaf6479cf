import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { startDevice } from '../../support/device.ts';
import { expectFailure } from '../../support/expect-failure.ts';
import { FakeTools, nmcliLine } from '../../support/fake-tools.ts';
import { Program, run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { secrets } from '../../support/secrets.ts';

const oldUuid = '0123abcd-0123-4567-89ab-0123456789ab';

/** An nmcli that hears these lines and is joined to HomeNet; `more` runs before, with the arguments as they are. */
function network(scratch: Scratch, lines: readonly string[], more = ''): FakeTools {
  const tools = new FakeTools(scratch);
  const script = `${more}
case "$*" in
*'wifi list'*) cat <<'END'
${lines.join('\n')}
END
;;
*'show --active'*) printf '%s\\n' '${oldUuid}:wlan0:Home\\:Net' 'ffffffff-0123-4567-89ab-0123456789ab:eth0:Wired' ;;
*passwd-file*) for last; do :; done; stat -c 'mode %a' "$last" >>'${scratch.path('given')}'; cat "$last" >>'${scratch.path('given')}' ;;
esac`;
  tools.add('nmcli', script);
  return tools;
}

/** The calls that change something, with the name of the connection of this run left out. */
function changes(tools: FakeTools): string[] {
  return tools.calls
    .filter((call) => / (up|add|delete) /.test(call))
    .map((call) => call.replaceAll(/esp-prov-[0-9a-f]{12}/g, 'ID').replace(/passwd-file \S+/, 'passwd-file FILE'));
}

const added =
  'nmcli connection add save no type wifi con-name ID ifname wlan0 ssid PROV_1 connection.autoconnect no ipv4.never-default yes ipv6.method ignore';
const back = [`nmcli --wait 40 connection up uuid ${oldUuid} ifname wlan0`, 'nmcli --wait 5 connection delete id ID'];

const open = [nmcliLine('HomeNet', { security: 'WPA2', inUse: true, last: 1 }), nmcliLine('PROV_1')];
const closed = [nmcliLine('PROV_1', { security: 'WPA2' })];

/** A password that no network can have, and that is not shown. */
function expectControl(ended: Parameters<typeof expectFailure>[0]): void {
  expectFailure(ended, 2, 'usage/invalid-option');
  expect(ended.stderr).toContain('no password of a network has');
  expect(ended.stderr).not.toContain(secrets.otherPassword);
}

describe.concurrent('--join', { timeout: testTimeoutMs }, () => {
  test('joins the access point, says so, and puts the old network back', async () => {
    using scratch = new Scratch();
    const tools = network(scratch, open);
    await using device = await startDevice();
    const { code, stderr, stdout } = await run(['info', '--join', 'PROV_1', '--service-name', device.address], tools);
    expect(stderr).toMatch(
      /Joining PROV_1 by wlan0; Home:Net is joined again at the end …\n(.*\n)*This machine is joined to Home:Net again\.\n$/,
    );
    expect(stdout).toContain('v1.1');
    expect(code).toBe(0);
    expect(changes(tools)).toEqual([added, 'nmcli --wait 40 connection up id ID', ...back]);
  });

  test('keeps its last line of JSON the result', async () => {
    using scratch = new Scratch();
    const tools = network(scratch, open);
    await using device = await startDevice();
    const args = ['info', '--join', 'PROV_1', '--service-name', device.address, '--json'];
    const { stdout } = await run(args, tools);
    expect(stdout).toContain('{"event":"joined","ssid":"PROV_1","device":"wlan0","leaves":"Home:Net"}');
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ result: 'info' });
  });

  test('hands a password over in a file of this user, which is removed', async () => {
    using scratch = new Scratch();
    const tools = network(scratch, closed);
    await using device = await startDevice();
    const env = { ...tools.env, ESP_PROV_JOIN_PASSWORD: secrets.otherPassword };
    const { code } = await run(['info', '--join', 'PROV_1', '--service-name', device.address], { env });
    expect(code).toBe(0);
    expect(readFileSync(scratch.path('given'), 'utf8')).toBe(
      `mode 600\n802-11-wireless-security.psk:${secrets.otherPassword}\n`,
    );
    expect(changes(tools).slice(0, 2)).toEqual([
      `${added} wifi-sec.key-mgmt wpa-psk`,
      'nmcli --wait 40 connection up id ID passwd-file FILE',
    ]);
    const [, file = ''] = /passwd-file (\S+)/.exec(tools.calls.join('\n')) ?? [];
    expect(existsSync(file)).toBe(false);
    expect(tools.calls.join('\n')).not.toContain(secrets.otherPassword);
  });

  test('hands over a password as nmcli reads it: a backslash and blanks at the ends mean themselves', async () => {
    using scratch = new Scratch();
    const tools = network(scratch, closed);
    await using device = await startDevice();
    const env = { ...tools.env, ESP_PROV_JOIN_PASSWORD: ' back\\slash in \t' };
    expectControl(await run(['info', '--join', 'PROV_1', '--service-name', device.address], { env }));
    env.ESP_PROV_JOIN_PASSWORD = ' back\\slash in ';
    const { code } = await run(['info', '--join', 'PROV_1', '--service-name', device.address], { env });
    expect(code).toBe(0);
    expect(readFileSync(scratch.path('given'), 'utf8')).toContain('.psk:\\ back\\\\slash in\\ \n');
  });

  test('refuses a password of more than one line, which nmcli would quote in its error', async () => {
    using scratch = new Scratch();
    const tools = network(scratch, closed);
    const file = scratch.path('password');
    writeFileSync(file, `first\n${secrets.otherPassword}\n`);
    const ended = await run(['info', '--join', 'PROV_1', '--join-password-file', file], tools);
    expectControl(ended);
    expect(changes(tools)).toEqual([]);
  });

  test('with a password joins no open network of that name, however strong or joined', async () => {
    using scratch = new Scratch();
    const twin = nmcliLine('PROV_1', { signal: 99, inUse: true });
    const tools = network(scratch, [twin, nmcliLine('PROV_1', { security: 'WPA2', signal: 10, last: 3 })]);
    await using device = await startDevice();
    const env = { ...tools.env, ESP_PROV_JOIN_PASSWORD: secrets.otherPassword };
    const args = ['info', '--join', 'PROV_1', '--service-name', device.address];
    expect((await run(args, { env })).code).toBe(0);
    expect(changes(tools)[0]).toBe(`${added} wifi-sec.key-mgmt wpa-psk`);
    const alone = network(scratch, [twin]);
    const ended = await run(args, { env: { ...alone.env, ESP_PROV_JOIN_PASSWORD: secrets.otherPassword } });
    expectFailure(ended, 9, 'host/wifi-unusable');
    expect(ended.stderr).toContain('PROV_1 is heard without a password only');
  });

  test('puts the old network back where no device answers', async () => {
    using scratch = new Scratch();
    const tools = network(scratch, open);
    const ended = await run(['info', '--join', 'PROV_1', '--service-name', '127.0.0.1:9', '--timeout', '5'], tools);
    expect(ended.code).toBe(4);
    expect(changes(tools).slice(-2)).toEqual(back);
  });

  test('puts the old network back where the access point cannot be joined', async () => {
    using scratch = new Scratch();
    const failing = `case "$*" in *'up id'*) echo 'Error: Secrets were required, but not provided.' >&2; exit 4;; esac`;
    const tools = network(scratch, open, failing);
    const ended = await run(['info', '--join', 'PROV_1'], tools);
    expectFailure(ended, 9, 'host/wifi-unusable');
    expect(ended.stderr).toContain('Secrets were required');
    expect(changes(tools).slice(-2)).toEqual(back);
  });

  test('says what to type where the old network does not come back', async () => {
    using scratch = new Scratch();
    const tools = network(scratch, open, `case "$*" in *'up uuid'*) echo 'Error: timeout' >&2; exit 3;; esac`);
    await using device = await startDevice();
    const args = ['info', '--join', 'PROV_1', '--service-name', device.address, '--json'];
    const { stderr, code } = await run(args, tools);
    expect(stderr).toContain(`By hand: nmcli connection up uuid ${oldUuid}`);
    expect(code).toBe(0);
    expect(changes(tools).at(-1)).toBe(back[1]);
  });

  test.for([
    { signal: 'SIGINT', times: 1 },
    { signal: 'SIGINT', times: 2 },
    { signal: 'SIGTERM', times: 1 },
    { signal: 'SIGHUP', times: 1 },
  ] as const)('puts the old network back after $times x $signal', async ({ signal, times }) => {
    using scratch = new Scratch();
    // The way back is slow, so that a second signal comes in the middle of it.
    const tools = network(scratch, open, `case "$*" in *'up id'*) sleep 30;; *'up uuid'*) sleep 1;; esac`);
    await using client = new Program(['info', '--join', 'PROV_1'], tools);
    await client.sees(/Joining PROV_1/);
    while (!changes(tools).some((call) => call.includes('up id'))) await new Promise((done) => setTimeout(done, 50));
    client.signal(signal);
    if (times === 2) {
      while (!changes(tools).some((call) => call.includes('up uuid')))
        await new Promise((done) => setTimeout(done, 50));
      client.signal(signal);
    }
    expect((await client.ended()).code).toBe(130);
    expect(changes(tools).slice(-2)).toEqual(back);
  });

  test('leaves alone what is joined already', async () => {
    using scratch = new Scratch();
    const tools = network(scratch, [nmcliLine('PROV_1', { inUse: true })]);
    await using device = await startDevice();
    expect((await run(['info', '--join', 'PROV_1', '--service-name', device.address], tools)).code).toBe(0);
    expect(changes(tools)).toEqual([]);
  });

  test('names the devices that are heard in place of the one that is not', async () => {
    using scratch = new Scratch();
    const tools = network(scratch, [...open, nmcliLine('PROV_\u001b[2J')]);
    const ended = await run(['info', '--join', 'PROV_2'], tools);
    expectFailure(ended, 9, 'host/wifi-unusable');
    expect(ended.stderr).toContain('access point PROV_2 is heard; devices that are heard: PROV_1, PROV_');
    expect(ended.stderr.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(changes(tools)).toEqual([]);
  });

  test('takes a name that is an option of nmcli for a name', async () => {
    using scratch = new Scratch();
    const tools = network(scratch, [nmcliLine('--help; reboot')]);
    await using device = await startDevice();
    const args = ['info', '--join=--help; reboot', '--service-name', device.address];
    expect((await run(args, tools)).code).toBe(0);
    expect(changes(tools)[0]).toContain('ssid --help; reboot connection.autoconnect no');
  });

  test('is for SoftAP, and its password for it', async () => {
    for (const args of [
      ['info', '--join', 'PROV_1', '--transport', 'ble'],
      ['info', '--join', ''],
      ['info', '--join', 'x'.repeat(33)],
      ['info', '--join-password', secrets.otherPassword],
    ]) {
      expectFailure(await run(args), 2, 'usage/invalid-option');
    }
  });

  test('needs a terminal, or the password, where the access point has one', async () => {
    using scratch = new Scratch();
    const tools = network(scratch, closed);
    expectFailure(await run(['info', '--join', 'PROV_1'], tools), 2, 'usage/needs-terminal');
    expect(changes(tools)).toEqual([]);
  });
});
