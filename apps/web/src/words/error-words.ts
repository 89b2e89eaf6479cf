import type { ErrorText } from './error-text.ts';
import type { Words } from './words.ts';

/** Returns what to call a failure and what to do about it: by its code, else by the family of the code. */
export function errorWords(words: Words, code: string): ErrorText {
  const family = `${code.slice(0, code.indexOf('/'))}/*`;
  for (const key of [code, family]) {
    if (Object.hasOwn(words.errors, key)) return words.errors[key] ?? general(words);
  }
  return general(words);
}

function general(words: Words): ErrorText {
  return words.errors['*'] ?? ['', ''];
}
