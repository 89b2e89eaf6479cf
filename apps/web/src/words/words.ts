import type { en } from './en.ts';

/** The catalogue of one language: flat, and the same keys in each. */
export type Words = Readonly<typeof en>;

/** Keys whose text is a plain sentence, perhaps with `{name}` in it. */
export type TextKey = {
  [Key in keyof Words]: Words[Key] extends string ? Key : never;
}[keyof Words];
