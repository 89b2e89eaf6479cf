import { toHex } from '@esp-prov/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readConsoleHex, readConsoleSession, splitConsoleLine } from '../../src/console/console-line.ts';

describe('the words of a console line', () => {
  test.each([
    ['prov-config 0 5200', ['prov-config', '0', '5200']],
    ['  prov-config   0 5200  ', ['prov-config', '0', '5200']],
    ['prov-config 0 5200\r', ['prov-config', '0', '5200\r']],
    ['prov-config 0 5200 \r', ['prov-config', '0', '5200', '\r']],
    ['"two words" x', ['two words', 'x']],
    ['say\\ it "a \\"b\\""', ['say it', 'a "b"']],
    ['a"b"c', ['a"b"c']],
    ['""', ['']],
    ['"open', ['open']],
    ['lost\\xletter', ['lostletter']],
    ['', []],
    ['   ', []],
  ])('of %j are %j', (line, words) => {
    expect(splitConsoleLine(line)).toEqual(words);
  });

  test('are seven at most, as the firmware’s eighth place is for the end', () => {
    expect(splitConsoleLine('a b c d e f g h i')).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });
});

describe('the bytes of a console word', () => {
  test.each([
    ['5200', '5200'],
    ['aBcDeF', 'abcdef'],
    ['5200\r', '5200'],
    // The pair “0” and CR is full, and its digits end before the CR. Verified with sscanf("%2hhx").
    ['520\r', '5200'],
    ['52f\r', '520f'],
    ['520', '52'],
    ['5', ''],
    ['1g22', '0122'],
    ['g122', '0022'],
    ['zz', '00'],
    ['\r', ''],
    ['', ''],
  ])('of %j are %s', (word, hex) => {
    expect(toHex(readConsoleHex(word))).toBe(hex);
  });

  test('are those that were written, in either case of letters', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 119 }), (bytes) => {
        const hex = toHex(bytes);
        expect(readConsoleHex(`${hex}\r`)).toEqual(Uint8Array.from(bytes));
        expect(readConsoleHex(hex.toUpperCase())).toEqual(Uint8Array.from(bytes));
      }),
    );
  });
});

describe('the number of a console session', () => {
  test.each([
    ['0', 0],
    ['4711', 4711],
    ['12ab', 12],
    ['none', 0],
    ['+7', 7],
    ['-1', 0xffffffff],
  ])('of %j is %i', (word, number) => {
    expect(readConsoleSession(word)).toBe(number);
  });
});
