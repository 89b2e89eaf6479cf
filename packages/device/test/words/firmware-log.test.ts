import { type Log, type LogLevel, openBytes, utf8 } from '@esp-prov/protocol';
import { findSteering, hostileTexts } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { type FirmwareLogOptions, firmwareLog, newestWords } from '../../src/index.ts';

function bench(options: Omit<FirmwareLogOptions, 'log'> = {}) {
  const lines: string[] = [];
  const log = firmwareLog({ ...options, log: (level, tag, text) => lines.push(`${level} ${tag}: ${text}`) });
  return { lines, log };
}

describe('a line', () => {
  test('has the level, the name and the words of the release, with its values in their order', () => {
    const { lines, log } = bench({ words: { 'httpd/closing-session': ['debug', 'other', 'gone: %s'] } });
    log('security1/restarting', 0, 2);
    log('httpd/closing-session', 7);
    expect(lines).toEqual([
      'warn security1: Invalid state of session 0 (expected 2). Restarting session.',
      'debug other: gone: 7',
    ]);
  });

  test('that a release does not have is not printed', () => {
    const { lines, log } = bench({ words: { 'protocomm/no-endpoint': undefined } });
    log('protocomm/no-endpoint', 'x');
    log('security0/old-session', 1);
    expect(lines).toEqual([]);
  });

  test('has bytes below it, sixteen in a line', () => {
    const { lines, log } = bench();
    log('security1/bytes', 'Device random', openBytes(Uint8Array.from({ length: 18 }, (_, i) => i)));
    expect(lines).toEqual([
      'debug security1: Device random:',
      'debug security1: 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f',
      'debug security1: 10 11',
    ]);
  });

  test('may stand at a lower level than the bytes below it, which are then printed alone', () => {
    const words = { 'security1/bytes': ['debug', 'security1', '%s:', 'info'] } as const;
    const { lines, log } = bench({ words });
    log('security1/bytes', 'Device random', openBytes(Uint8Array.of(1, 2)));
    expect(lines).toEqual(['debug security1: Device random:', 'info security1: 01 02']);
    const printed: string[] = [];
    const atInfo: Log = Object.assign(
      (level: LogLevel, tag: string, text: string) => {
        if (level !== 'debug') printed.push(`${level} ${tag}: ${text}`);
      },
      { shows: (level: LogLevel) => level !== 'debug' },
    );
    firmwareLog({ words, log: atInfo })('security1/bytes', 'Device random', openBytes(Uint8Array.of(1, 2)));
    expect(printed).toEqual(['info security1: 01 02']);
  });

  test.each([
    [false, '** **', 'a**d'],
    [true, 'ab cd', 'abcd'],
  ])('shows what is secret only where it is told to: %s', (secrets, digits, text) => {
    const { lines, log } = bench({ secrets, words: { 'handlers/config-received': ['info', 'x', '%s %s'] } });
    log('security1/bytes', 'Shared key', { bytes: Uint8Array.of(0xab, 0xcd), secret: true });
    log('handlers/config-received', 'net', { secretText: 'abcd' });
    expect(lines).toEqual(['debug security1: Shared key:', `debug security1: ${digits}`, `info x: net ${text}`]);
  });

  test.each(Object.entries(hostileTexts))('is one line that steers nothing, whatever is put into it: %s', (_, text) => {
    const { lines, log } = bench({ secrets: true });
    log('protocomm/no-endpoint', text);
    log('httpd/cookie', utf8(text));
    log('handlers/config-received', text, { secretText: text });
    expect(lines.map(findSteering)).toEqual([[], [], []]);
  });

  test('keeps the words of a template that looks like a value', () => {
    const { lines, log } = bench();
    log('http-server/wrong-method', '%s', '$&');
    expect(lines).toEqual(["warn httpd_uri: httpd_uri: Method '%s' not allowed for URI '$&'"]);
  });
});

test('every line has a level and a name', () => {
  for (const [name, line] of Object.entries(newestWords)) {
    if (!line) continue;
    expect(['error', 'warn', 'info', 'debug', 'verbose'], name).toContain(line[0]);
    expect(line[1] !== '' || name === 'digits', name).toBe(true);
  }
});
