/** Stands where a character was that a terminal, a log or a reader could be steered by. */
const replacement = '\u{fffd}';

/**
 * Characters that are not shown: controls, formats (bidirectional ones too), line separators, halves, blanks in
 * disguise; and piles of combining marks: no script stacks more than four, and a pile covers other lines.
 */
const steering =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]|(?:(?!\p{Default_Ignorable_Code_Point})\p{M}){5,}/gu;

/** Characters of a pile of marks that are shown. */
const mostMarks = 4;

/**
 * Returns text of a stranger as a line that is safe to show: at most `limit` characters, a longer one ends in `…`. What
 * could steer a terminal, forge a line or turn its reading direction becomes U+FFFD: C0 and C1 controls, format
 * controls of all kinds (the tags block and soft hyphens too), line and paragraph separators, invisible fillers, half
 * surrogates, variation selectors. Kept is what emoji are made of: a joiner between two pictographs, a selector behind
 * one, a keycap.
 *
 * @param limit - Infinity for a line of our own, whose foreign parts are bounded already
 */
export function foreignText(text: string, limit = 256): string {
  return bounded(text, limit).replace(steering, (found, offset: number, whole: string) => {
    const characters = Array.from(found);
    // Of the alternatives only a pile is longer than one character.
    if (characters.length > 1) return characters.map((mark, i) => (i < mostMarks ? mark : replacement)).join('');
    return isPartOfEmoji(found, offset, whole) ? found : replacement;
  });
}

/**
 * Returns a value as JSON in which every character that {@link foreignText} replaces stands as an escape: a terminal or
 * a log is not steered, and a program that parses it gets the exact text.
 */
export function foreignJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(steering, (character) =>
    // The line ends of an indented text are ours: JSON itself escapes those of a string.
    character === '\n' ? character : escapeUnits(character),
  );
}

function escapeUnits(character: string): string {
  let text = '';
  for (let i = 0; i < character.length; i++) text += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return text;
}

function bounded(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // No character has more than two units; the rest of a long text is not even looked at.
  const characters = Array.from(text.slice(0, 2 * limit));
  return characters.length <= limit && text.length <= 2 * limit
    ? text
    : `${characters.slice(0, Math.max(0, limit - 1)).join('')}…`;
}

function isPartOfEmoji(character: string, offset: number, whole: string): boolean {
  const before = whole.slice(Math.max(0, offset - 3), offset);
  const after = whole.slice(offset + 1, offset + 3);
  if (character === '\u{200d}')
    return (
      /[\p{Extended_Pictographic}\p{Emoji_Modifier}]\u{fe0f}?$/u.test(before) &&
      /^\p{Extended_Pictographic}/u.test(after)
    );
  if (character === '\u{fe0f}' && after.startsWith('\u{20e3}')) return /[0-9#*]$/.test(before);
  return (character === '\u{fe0f}' || character === '\u{fe0e}') && /\p{Extended_Pictographic}$/u.test(before);
}
