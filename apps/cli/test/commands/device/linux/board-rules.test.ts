import { describe, expect, test } from 'vitest';
import { normalizeArguments } from '../../../../src/legacy-arguments.ts';
import { buildProgram } from '../../../../src/program.ts';

/** Why the command refuses arguments, before it does anything. */
async function refused(line: string): Promise<unknown> {
  const program = buildProgram().exitOverride();
  const args = ['device', ...line.split(' ')];
  const parsed = program.parseAsync(normalizeArguments(program, args), { from: 'user' });
  return await parsed.then(
    () => 'taken',
    (error: unknown) => error,
  );
}

describe('an option of a virtual ESP32 is refused beside --linux', () => {
  test.each([
    '--chip esp32',
    '--flash dev.bin',
    '--profile readme',
    '--listen 127.0.0.1:0',
    '--ble virtual',
    '--ble-host nimble',
    '--pty',
    '--http-segments whole',
    '--allow-origin https://setup.example',
    '--service-uuid 021a9004-0382-4aea-bff4-6b3f1c5adfb4',
    '--fault prov-config:2=drop',
    '--mac 24:0a:c4:26:1f:cc',
    '--vendor rainmaker',
    '--air air.json',
    '--show-air',
    '--on-failure keep',
    '--no-auto-stop',
    '--obey-bssid',
    '--log-secrets',
    '--fast',
    '--power-cut 3',
    '--flash-fault no-keys',
    '--partition-table-offset 0x8000',
  ])('%s', async (option) => {
    const [flag] = option.split(' ');
    const error = await refused(`--linux --show-label ${option}`);
    expect(error).toMatchObject({ code: 'usage/invalid-option', message: expect.stringContaining(`${flag} means`) });
  });
});

describe('an option of a board is refused without --linux', () => {
  test.each([
    '--state /var/lib/x',
    '--wifi networkmanager',
    '--wifi-interface wlan0',
    '--hotspot open',
    '--hotspot-password 12345678',
    '--port 8080',
    '--start always',
    '--offline-after 30',
    '--failed-boots 3',
    '--window 300',
    '--hook true',
    '--button cat',
    '--endpoint a=b',
    '--show-label',
    '--reset',
    '--erase',
    '--install',
    '--uninstall',
    '--apply',
    '--force',
    '--root /mnt',
  ])('%s', async (option) => {
    const [flag] = option.split(' ');
    expect(await refused(option)).toMatchObject({ code: 'usage/invalid-option', message: `${flag} needs --linux` });
  });
});

describe('an option that would do nothing for a board is refused', () => {
  test.each([
    ['--transport console', '--transport console means nothing to --linux'],
    ['--apply', '--apply needs --install or --uninstall'],
    ['--root /mnt', '--root needs --install or --uninstall'],
    ['--install --force', '--force needs --apply'],
    ['--install --erase', '--install and --erase cannot be given together'],
    ['--install --uninstall', '--install and --uninstall cannot be given together'],
    ['--show-label --reset', '--show-label and --reset cannot be given together'],
    ['--reset --erase', '--reset and --erase cannot be given together'],
    ['--uninstall --state /var/lib/x', '--state means nothing to --uninstall'],
    ['--uninstall --transport softap', '--transport means nothing to --uninstall'],
    ['--show-label --start always', '--start means nothing to --show-label'],
    ['--reset --hook true', '--hook means nothing to --reset'],
    ['--erase --name LAMP', '--name means nothing to --erase'],
    ['--hotspot open', '--hotspot needs --transport softap'],
    ['--port 80', '--port needs --transport softap'],
    ['--serve-app', '--serve-app needs --transport softap'],
    ['--transport softap --ble-adapter hci0', '--ble-adapter needs --transport ble'],
    [
      '--transport softap --hotspot open --hotspot-password 12345678',
      '--hotspot-password means nothing to --hotspot open',
    ],
    ['--offline-after 30', '--offline-after needs --start offline'],
    ['--pop x', '--pop needs --security 1'],
    ['--no-pop', '--no-pop needs --security 1'],
    ['--security 1 --username x', '--username needs --security 2'],
    ['--username x', '--username needs --password'],
    ['--security 0 --password x', '--password needs --security 2'],
    ['--session-only at-stop', '--session-only takes no value with --linux'],
  ])('%s', async (line, told) => {
    const error = await refused(`--linux ${line}`);
    expect(error).toMatchObject({ code: 'usage/invalid-option', message: expect.stringContaining(told) });
  });
});

describe('a value that cannot be is refused', () => {
  test.each([
    ['--wifi-interface a/b', 'Expected an interface'],
    ['--port 0', 'Expected a port'],
    ['--window 0', 'Expected a number of seconds'],
    ['--offline-after 700000', 'Expected a number of seconds'],
    ['--failed-boots 0', 'Expected a number from 1 to 999'],
    ['--endpoint =x', 'Expected name=command'],
    ['--endpoint a=', 'Expected name=command'],
    ['--endpoint a=x --endpoint a=y', 'A name can be given once'],
    [`${'--hook true '.repeat(9)}`.trim(), 'There can be 8 hooks at most'],
  ])('%s', async (line, told) => {
    expect(await refused(`--linux ${line}`)).toMatchObject({ message: expect.stringContaining(told) });
  });
});
