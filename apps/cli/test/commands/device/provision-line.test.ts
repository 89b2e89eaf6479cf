import { resolve } from 'node:path';
import { readme, releaseProfiles } from '@esp-prov/virtual';
import { describe, expect, test } from 'vitest';
import type { DeviceOptions } from '../../../src/commands/device/device-options.ts';
import { type ProvisionLine, provisionLine } from '../../../src/commands/device/provision-line.ts';
import { shellWord } from '../../../src/commands/device/shell-word.ts';

const way = ['--transport', 'softap', '--service-name', '127.0.0.1:8080'];

function lineFor(
  started: Partial<ProvisionLine['started']>,
  options: Partial<DeviceOptions> = {},
  profile = readme,
): string {
  return provisionLine({
    way,
    started: { kind: 'provisioning-started', serviceName: 'PROV_1', securityVersion: 1, secret: 'example', ...started },
    profile,
    options: options as DeviceOptions,
    platform: 'linux',
  }).replace(`esp-prov ${way.join(' ')} `, '');
}

describe('the line that provisions a virtual device', () => {
  test('holds the secret of the example, which is public', () => {
    expect(lineFor({})).toBe('--pop abcd1234');
    expect(lineFor({ securityVersion: 2 })).toBe('--sec2-username wifiprov --sec2-pwd abcd1234');
  });

  test('says where there is no secret', () => {
    expect(lineFor({ secret: 'none' })).toBe('--no-pop');
    expect(lineFor({ securityVersion: 0, secret: 'none' })).toBe('--sec-ver 0');
  });

  test('names the file of a secret that was given, and never the secret', () => {
    const pop = { pop: 'given-secret' };
    expect(lineFor({ secret: 'given' }, pop)).toBe('--pop-file -');
    expect(lineFor({ secret: 'given' }, { ...pop, popFile: '-' })).toBe('--pop-file -');
    expect(lineFor({ secret: 'given' }, { ...pop, popFile: 'pop.txt' })).toBe(`--pop-file ${resolve('pop.txt')}`);
    const two = { username: "it's me", password: 'given-secret', passwordFile: '/tmp/a b' };
    expect(lineFor({ securityVersion: 2, secret: 'given' }, two)).toBe(
      "--sec2-username 'it'\\''s me' --sec2-pwd-file '/tmp/a b'",
    );
  });

  test('has the password of the example beside a user name of its own', () => {
    const line = lineFor({ securityVersion: 2, secret: 'given' }, { username: 'me' });
    expect(line).toBe('--sec2-username me --sec2-pwd abcd1234');
  });

  test('asks for what only a verifier in the flash knows', () => {
    expect(lineFor({ securityVersion: 2, secret: 'verifier' })).toBe('--sec2-pwd-file -');
  });

  test('says that firmware is of v3.2', () => {
    expect(
      lineFor(
        {},
        {},
        releaseProfiles.find(({ name }) => name === 'idf-3.2'),
      ),
    ).toBe('--legacy --pop abcd1234');
  });
});

describe('a word for a shell', () => {
  test.each([
    ['/dev/ttyUSB0', '/dev/ttyUSB0'],
    ['', "''"],
    ['a b', "'a b'"],
    ['$(reboot)', "'$(reboot)'"],
    ['`reboot`', "'`reboot`'"],
    ["a'b", "'a'\\''b'"],
    ['a\\b', "'a\\b'"],
    ['~/x', "'~/x'"],
    ['*', "'*'"],
  ])('%s is %s', (word, quoted) => {
    expect(shellWord(word, 'linux')).toBe(quoted);
  });

  test('is in double quotes on Windows', () => {
    expect(shellWord('C:\\pop.txt', 'win32')).toBe('C:\\pop.txt');
    expect(shellWord('C:\\My files\\pop.txt', 'win32')).toBe('"C:\\My files\\pop.txt"');
    expect(shellWord('a&b', 'win32')).toBe('"a&b"');
  });
});
