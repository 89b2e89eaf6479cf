import { type ErrorCode, errorTable } from '@esp-prov/protocol';
import { expect, test } from 'vitest';
import { pageFailures } from '../../src/flow/page-failure.ts';
import { de } from '../../src/words/de.ts';
import { en } from '../../src/words/en.ts';
import { errorWords } from '../../src/words/error-words.ts';

/** Families that the page never meets, and why. */
const notOnThePage: Readonly<Record<string, string>> = {
  usage: 'options of the command',
  thread: 'the page provisions Wi-Fi alone',
  credentials: 'the command makes them',
  manager: 'the half of the device',
  adapter: 'the adapter for an app framework',
  flash: 'images; the developer view has texts of its own',
  batch: 'lists of devices',
  air: 'descriptions of networks around a virtual device',
  board: 'a Linux board that is a device',
};

const met = (Object.keys(errorTable) as ErrorCode[]).filter((code) => !((code.split('/')[0] ?? '') in notOnThePage));

test('every code that the page could meet has words, of its own or of its family', () => {
  const without = met.filter((code) => errorWords(en, code) === en.errors['*']);
  expect(without).toEqual([]);
});

test('every failure of the page itself has words of its own', () => {
  for (const code of Object.keys(pageFailures)) {
    // The words of the family are those of a failure in the page's own code.
    if (code === 'page/internal') continue;
    expect(en.errors).toHaveProperty([code]);
    expect(de.errors).toHaveProperty([code]);
  }
});

test('every failure of the helper has words of its own, as only one of them means that it ended', () => {
  for (const code of met.filter((each) => each.startsWith('helper/'))) {
    expect(en.errors).toHaveProperty([code]);
    expect(de.errors).toHaveProperty([code]);
  }
  expect(errorWords(en, 'helper/of-tomorrow')[0]).not.toBe(errorWords(en, 'helper/gone')[0]);
});

test('a code of its own comes before its family, and a family before the rest', () => {
  expect(errorWords(en, 'link/timeout')).toBe(en.errors['link/timeout']);
  expect(errorWords(en, 'link/of-tomorrow')).toBe(en.errors['link/*']);
  expect(errorWords(en, 'of-tomorrow/any')).toBe(en.errors['*']);
});

test('a code that is no code, or names what every object has, gets general words', () => {
  for (const code of ['', '/', 'toString', '__proto__', 'constructor/x', 'link']) {
    expect(errorWords(en, code)).toBe(en.errors['*']);
  }
});
