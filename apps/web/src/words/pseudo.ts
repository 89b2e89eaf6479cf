import { pieces } from './fill-in.ts';
import type { Words } from './words.ts';

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const accented = 'áƀçđéƒğĥíĵķłɱñóƥɋŕšŧúṽŵẋýžÁƁÇĐÉƑĞĤÍĴĶŁṀÑÓƤɊŔŠŦÚṼŴẊÝŽ';

/**
 * Returns a catalogue that nobody speaks: accents on every letter, a third longer, set from the right. Text that is still
 * plain English on a page in it does not come from the catalogue, and a layout that breaks in it breaks in Finnish, too.
 */
export function pseudo(words: Words): Words {
  const turned = Object.entries(words).map(([key, value]): [string, unknown] => {
    if (key === 'lang') return [key, 'en-x-pseudo'];
    if (key === 'dir') return [key, 'rtl'];
    return [key, turn(value)];
  });
  return Object.fromEntries(turned) as unknown as Words;
}

function turn(value: unknown): unknown {
  if (typeof value === 'string') return disguise(value);
  if (typeof value === 'function') return (n: number) => disguise(String(value(n)));
  if (Array.isArray(value)) return value.map(turn);
  return Object.fromEntries(Object.entries(value as object).map(([key, each]) => [key, turn(each)]));
}

function disguise(text: string): string {
  const letters = [...accented];
  const disguised = pieces(text)
    .map((piece) =>
      'slot' in piece
        ? `{${piece.slot}}`
        : piece.text.replace(/[a-zA-Z]/g, (letter) => letters[plain.indexOf(letter)] ?? letter),
    )
    .join('');
  return `\u202E${disguised}${'~'.repeat(Math.ceil(text.length * 0.3))}\u202C`;
}
