/** A piece of a text: what stands in the catalogue, or the name of what is filled in. */
export type Piece = { readonly text: string } | { readonly slot: string };

/** Splits a text of the catalogue at its `{name}`s. */
export function pieces(text: string): Piece[] {
  return text
    .split(/(\{[a-z]+\})/)
    .filter((part) => part !== '')
    .map((part) => (/^\{[a-z]+\}$/.test(part) ? { slot: part.slice(1, -1) } : { text: part }));
}

/**
 * Returns a text of the catalogue as plain text, for attributes and for what is read aloud: what is filled in is
 * isolated, so that a name from the right does not turn the sentence round.
 */
export function fillIn(text: string, values: Readonly<Record<string, string | number>>): string {
  return pieces(text)
    .map((piece) => {
      if ('text' in piece) return piece.text;
      const value = values[piece.slot];
      return typeof value === 'string' ? `\u2068${value}\u2069` : `${value ?? ''}`;
    })
    .join('');
}
