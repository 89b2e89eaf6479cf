/** A word of a command line in a unit that systemd fills in itself, such as `%d/pop`. */
export interface SpecifierWord {
  readonly specifier: string;
}

/** Returns a command line as a unit has it. The first word is the program, in which systemd looks for no variables. */
export function unitCommand([program = '', ...words]: readonly (string | SpecifierWord)[]): string {
  return [unitWord(program, { isProgram: true }), ...words.map((word) => unitWord(word))].join(' ');
}

/**
 * Returns one word of a command line as a unit has it: nothing in it is taken for a quote, an escape, a specifier or a
 * variable. systemd.service(5), "Command lines"
 */
export function unitWord(
  word: string | SpecifierWord,
  { isProgram = false }: { readonly isProgram?: boolean } = {},
): string {
  if (typeof word !== 'string') return word.specifier;
  const plain = word.replaceAll('%', '%%');
  const meant = isProgram ? plain : plain.replaceAll('$', '$$$$');
  if (/^[A-Za-z0-9_@:,./+=%$-]+$/.test(meant)) return meant;
  // A code point at a time: what is above ASCII is no control character for systemd and stays as it is.
  return `"${[...meant].map(escaped).join('')}"`;
}

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\', '"': '\\"' };

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  const isControl = code < 0x20 || code === 0x7f;
  return named[character] ?? (isControl ? `\\x${code.toString(16).padStart(2, '0')}` : character);
}
