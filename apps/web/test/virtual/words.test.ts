import { describe, expect, test } from 'vitest';
import { de } from '../../src/virtual/words/de.ts';
import { en } from '../../src/virtual/words/en.ts';
import { loadDeviceWords } from '../../src/virtual/words/load-device-words.ts';
import { pieces } from '../../src/words/fill-in.ts';

const slots = (text: string) => pieces(text).flatMap((piece) => ('slot' in piece ? [piece.slot] : []));

describe('the words of the developer view', () => {
  test.each(Object.keys(en) as (keyof typeof en)[])('%s has the same places to fill in each language', async (key) => {
    const pseudo = await loadDeviceWords('ar-XB');
    expect(slots(de[key])).toEqual(slots(en[key]));
    expect(slots(pseudo[key])).toEqual(slots(en[key]));
    // What looks like a place to fill and is none would be shown with its braces.
    expect(en[key].replace(/\{[a-z]+\}/g, '')).not.toMatch(/[{}]/);
  });

  test('are those of the first language that there is', async () => {
    expect(await loadDeviceWords('fr', 'de-AT')).toBe(de);
    expect(await loadDeviceWords('fr')).toBe(en);
    expect((await loadDeviceWords('ar-XB')).dir).toBe('rtl');
  });
});

test('a language that nobody has written is English, whatever its name', async () => {
  for (const tag of ['fr', '', 'constructor', '__proto__', 'toString', 'x'.repeat(100)]) {
    expect((await loadDeviceWords(tag)).lang).toBe('en');
  }
});
