import { csvError } from '../csv/csv-error.ts';
import type { NvsError } from '../nvs-error.ts';
import type { ExtraSubtype } from './keywords.ts';
import { partitionSubtypes, partitionTypes } from './keywords.ts';

/**
 * Reads `data, homekit, 0x55`: the word of a type, a new word, and a number that is hexadecimal with or without its prefix.
 *
 * @param known - further ones, which must not have the same word or number
 * @throws NvsError `csv/invalid` for other text, and for a word or number that means something already
 */
export function parseExtraSubtype(text: string, known: readonly ExtraSubtype[] = []): ExtraSubtype {
  const [kind = '', word = '', number = '', ...more] = text.split(',', 4).map((field) => field.trim());
  const isWord = /^[a-z_][a-z0-9_-]{0,63}$/.test(word);
  if (!isType(kind) || !isWord || !/^(0x)?[0-9a-f]{1,2}$/i.test(number) || more.length > 0) {
    throw refused('Expected a type, a word in lower case and a number below 0x100, for example "data, homekit, 0x55"');
  }
  const type = partitionTypes[kind];
  const subtype = Number.parseInt(number, 16);
  const taken = [
    ...Object.entries(partitionSubtypes[kind]),
    ...known.filter((extra) => extra.type === type).map((extra) => [extra.word, extra.subtype] as const),
  ].find(([other, value]) => other === word || value === subtype);
  if (!taken) return { type, word, subtype };
  throw refused(`the type ${kind} has the subtype ${taken[0]}, 0x${taken[1].toString(16)}, already`);
}

function isType(word: string): word is keyof typeof partitionTypes {
  return Object.hasOwn(partitionTypes, word);
}

function refused(message: string): NvsError {
  return csvError({ line: 0 }, 'subtype', message);
}
