import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unitCommand, unitWord } from '../../../../../src/commands/device/linux/install/unit-word.ts';

/** Takes a command line apart as systemd.service(5) says, independently of how it was put together. */
function systemdWords(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let isQuoted = false;
  for (let i = 0; i < line.length; i++) {
    const character = line.charAt(i);
    if (character === '"') {
      isQuoted = !isQuoted;
      word ??= '';
    } else if (character === ' ' && !isQuoted) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === '\\') {
      const kind = line.charAt(++i);
      const simple: Record<string, string> = { n: '\n', r: '\r', t: '\t', '\\': '\\', '"': '"' };
      if (kind === 'x') {
        word = `${word ?? ''}${String.fromCharCode(Number.parseInt(line.slice(i + 1, i + 3), 16))}`;
        i += 2;
      } else {
        expect(simple).toHaveProperty([kind]);
        word = `${word ?? ''}${simple[kind]}`;
      }
    } else {
      word = `${word ?? ''}${character}`;
    }
  }
  expect(isQuoted).toBe(false);
  if (word !== undefined) words.push(word);
  // Specifiers are filled in first, variables last; of neither may one be left.
  return words.map((each) => {
    expect(each.replaceAll('%%', '').replaceAll('$$', '')).not.toMatch(/[%$]/);
    return each.replaceAll('%%', '%').replaceAll('$$', '$');
  });
}

describe('a word of a unit', () => {
  test.each([
    ['plain', 'plain'],
    ['/usr/bin/x-y_1.2', '/usr/bin/x-y_1.2'],
    ['', '""'],
    ['a b', '"a b"'],
    ['50%', '50%%'],
    ['$HOME', '$$HOME'],
    ['say "no"', '"say \\"no\\""'],
    ["it's", '"it\'s"'],
    [';', '";"'],
    ['back\\slash', '"back\\\\slash"'],
    ['two\nlines', '"two\\nlines"'],
    ['\u0001', '"\\x01"'],
    ['Küche', '"Küche"'],
  ])('%j is %s', (word, expected) => {
    expect(unitWord(word)).toBe(expected);
    expect(systemdWords(unitWord(word))).toEqual([word]);
  });

  test('that systemd fills in stays as it is', () => {
    expect(unitCommand(['/usr/bin/esp-prov', '--pop-file', { specifier: '%d/pop' }])).toBe(
      '/usr/bin/esp-prov --pop-file %d/pop',
    );
  });

  test('is read as it was meant, whatever it is, and never ends its line', () => {
    const anyWord = fc.string({ unit: 'binary', maxLength: 40 }).filter((word) => !word.includes('\0'));
    fc.assert(
      fc.property(fc.array(anyWord, { maxLength: 6 }), (words) => {
        const line = unitCommand(['/usr/bin/esp-prov', ...words]);
        expect(line).not.toMatch(/[\n\r\0]/);
        expect(systemdWords(line)).toEqual(['/usr/bin/esp-prov', ...words]);
      }),
    );
  });
});
