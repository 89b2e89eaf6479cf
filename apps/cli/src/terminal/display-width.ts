/** Letters of two places. Unicode 16, East Asian Width W and F, with the planes of CJK as a whole. */
const wide =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{1b2ff}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]/u;
const none = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** Makes an emoji of the letter before it, which then takes two places. */
const emojiSelector = '\u{fe0f}';

/** Places that a text takes on a terminal; rather too many than too few, where terminals do not agree. */
export function displayWidth(text: string): number {
  return measured(text).reduce((sum, { width }) => sum + width, 0);
}

/** Returns the text in exactly `width` places: filled up with spaces, or cut with an ellipsis. */
export function fitted(text: string, width: number): string {
  const own = displayWidth(text);
  if (own <= width) return text + ' '.repeat(width - own);
  let kept = '';
  let places = 0;
  for (const { character, width: more } of measured(text)) {
    if (places + more > width - 1) break;
    kept += character;
    places += more;
  }
  return `${kept}…${' '.repeat(width - 1 - places)}`;
}

function measured(text: string): { readonly character: string; readonly width: number }[] {
  let before = 0;
  return [...text].map((character) => {
    const width = character === emojiSelector ? Number(before === 1) : widthOf(character);
    before = width;
    return { character, width };
  });
}

function widthOf(character: string): number {
  if (wide.test(character)) return 2;
  return none.test(character) ? 0 : 1;
}
