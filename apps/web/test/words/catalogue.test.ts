import { otherCode } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { de } from '../../src/words/de.ts';
import { en } from '../../src/words/en.ts';
import { pieces } from '../../src/words/fill-in.ts';
import { loadWords } from '../../src/words/load-words.ts';
import { pseudo } from '../../src/words/pseudo.ts';
import type { Words } from '../../src/words/words.ts';

/** Every text of a catalogue with its key; functions as they are for one and for many. */
function texts(words: Words): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(words)) {
    if (key === 'lang' || key === 'dir') continue;
    if (typeof value === 'string') found.set(key, value);
    else if (typeof value === 'function') {
      found.set(`${key}(1)`, value(1));
      found.set(`${key}(3)`, value(3));
    }
  }
  for (const [code, [title, advice]] of Object.entries(words.errors)) {
    found.set(`${code} title`, title);
    found.set(`${code} advice`, advice);
  }
  return found;
}

function slots(text: string): string[] {
  return pieces(text)
    .flatMap((piece) => ('slot' in piece ? [piece.slot] : []))
    .sort();
}

const isTitle = (key: string) => /Title$| title$/.test(key);
const catalogues = { en, de } as const;

describe.each(Object.entries(catalogues))('%s', (_, words) => {
  test('a title has at most seven words', () => {
    const long = [...texts(words)].filter(([key, text]) => isTitle(key) && text.split(/\s+/).length > 7);
    expect(long).toEqual([]);
  });

  test('nothing is empty, exclaims, apologises or has blanks too many', () => {
    const wrong = [...texts(words)].filter(([, text]) => /^\s*$|!|^\s|\s$| {2}|\b(?:oops|sorry|please)\b/i.test(text));
    expect(wrong).toEqual([]);
  });

  test('a title ends without a full stop, and advice with one', () => {
    const all = [...texts(words)];
    expect(all.filter(([key, text]) => isTitle(key) && /[.…]$/.test(text))).toEqual([]);
    expect(all.filter(([key, text]) => / advice$/.test(key) && !/\.$|npx esp-prov web$/.test(text))).toEqual([]);
  });

  test('signs are those of good print', () => {
    const wrong = [...texts(words)].filter(([, text]) => /[a-z]'[a-z]|"|\.\.\.|Wi-Fi/i.test(text));
    expect(wrong).toEqual([]);
  });
});

describe('German', () => {
  test('fills in what English fills in', () => {
    const english = texts(en);
    const german = texts(de);
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
    const differing = [...english].filter(([key, text]) => slots(text).join() !== slots(german.get(key) ?? '').join());
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  test('has left nothing in English', () => {
    const same = [...texts(en)].filter(([key, text]) => texts(de).get(key) === text).map(([key]) => key);
    // Names, figures, and words that both languages spell alike.
    expect(same.sort()).toEqual(['bluetooth', 'enterprise', 'proofLabel', 'seconds']);
  });

  test('has words for every kind of evidence that English leaves to the sentence of the evidence', () => {
    for (const kind of Object.keys(en.findings)) expect(de.findings).toHaveProperty([kind]);
  });
});

describe('the pseudo-locale', () => {
  const words = pseudo(en);

  test('is set from the right, a third longer, and keeps what is filled in', () => {
    expect(words.dir).toBe('rtl');
    const disguised = texts(words);
    for (const [key, text] of texts(en)) {
      const other = disguised.get(key) ?? '';
      expect(slots(other)).toEqual(slots(text));
      expect(other.length).toBeGreaterThanOrEqual(Math.floor(text.length * 1.3));
    }
  });

  test('has no plain letter left', () => {
    const plain = [...texts(words)].filter(([, text]) => /[A-Za-z]/.test(text.replace(/\{[a-z]+\}/g, '')));
    expect(plain).toEqual([]);
  });
});

describe('the choice of a language', () => {
  test('goes by the language of a tag, and by the first that there is', async () => {
    expect((await loadWords('de-AT')).lang).toBe('de');
    expect((await loadWords('fr', 'de', 'en')).lang).toBe('de');
    expect((await loadWords('EN-gb', 'de')).lang).toBe('en');
    expect((await loadWords('ar-XB')).dir).toBe('rtl');
  });

  test('ends at English for tags that are none, or name what every object has', async () => {
    for (const tag of ['', 'constructor', '__proto__', 'toString', 'x'.repeat(1e5)]) {
      expect((await loadWords(tag)).lang).toBe('en');
    }
  });
});

test.each([
  ['MT:Y.K9042C00KA0648G00', 'This is a Matter code. It needs an app for Matter.', 'Das ist ein Matter-Code.'],
  ['https://example.com', 'This is a link to a web page. Scan another code on the device.', 'Das ist ein Link zu'],
])('a code of something else is named as what it is: %s', (text, english, german) => {
  const key = `other-${otherCode(text)}`;
  expect(en).toHaveProperty([key], english);
  expect(de).toHaveProperty([key], expect.stringContaining(german));
});
