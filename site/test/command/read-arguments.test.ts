import { describe, expect, test } from 'vitest';
import { readArguments, usage } from '../../command/read-arguments.mjs';

describe('readArguments', () => {
  test('builds for the root of a host when nothing is asked', () => {
    expect(readArguments([])).toEqual({ base: '/', out: undefined, withApi: true, serve: undefined, help: false });
  });

  test('reads values in both spellings', () => {
    expect(readArguments(['--base', '/sub/', '--out=x', '--no-api'])).toMatchObject({
      base: '/sub/',
      out: 'x',
      withApi: false,
    });
  });

  test.each([
    [['--serve'], { host: '127.0.0.1', port: 0 }],
    [['--serve', '--no-api'], { host: '127.0.0.1', port: 0 }],
    [['--serve', '8000'], { host: '127.0.0.1', port: 8000 }],
    [['--serve', 'localhost'], { host: 'localhost', port: 0 }],
    [['--serve=[::1]:8000'], { host: '::1', port: 8000 }],
  ])('%j serves', (args, listen) => {
    expect(readArguments(args).serve).toEqual(listen);
  });

  test.each(['', 'docs', '/docs', 'docs/', '//', '/../', '/a/./', '/a b/', '/a"/', 'https://x/'])(
    'refuses the base %j',
    (base) => {
      expect(() => readArguments(['--base', base])).toThrow(
        /Expected a path that begins and ends with \/, for example \/docs\/$/,
      );
    },
  );

  test.each(['', '0.0.0.0:8000', 'example.org', '127.0.0.1:', '127.0.0.1:70000', ':', '1:2:3', '123456'])(
    'refuses to serve at %j',
    (address) => {
      expect(() => readArguments([`--serve=${address}`])).toThrow(/Expected an address of this machine and a port/);
    },
  );

  test.each([['--bass'], ['docs'], ['--no-api=1'], ['--out'], ['--out', '--serve'], ['--base', '\u001b[31m']])(
    'refuses %j, and prints it harmless',
    (...args) => {
      expect(() => readArguments(args)).toThrow(/^[\x20-\x7e]+: Expected .+, for example /);
    },
  );

  test('help names every option', () => {
    for (const option of ['--base', '--out', '--no-api', '--serve', '--help']) expect(usage).toContain(option);
    expect(Math.max(...usage.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
