const wide = /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u;
const none = /[\p{Mn}\p{Cf}]/u;

/** Places that a text takes on a terminal. */
export function displayWidth(text: string): number {
  return [...text].reduce((sum, character) => sum + widthOf(character), 0);
}

/** The text in exactly `width` places: filled up with spaces, or cut with an ellipsis. */
export function fitted(text: string, width: number): string {
  const own = displayWidth(text);
  if (own <= width) return text + ' '.repeat(width - own);
  let kept = '';
  let places = 0;
  for (const character of text) {
    if (places + widthOf(character) > width - 1) break;
    kept += character;
    places += widthOf(character);
  }
  return `${kept}…${' '.repeat(width - 1 - places)}`;
}

function widthOf(character: string): number {
  if (wide.test(character)) return 2;
  return none.test(character) ? 0 : 1;
}
