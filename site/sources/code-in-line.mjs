/** Longest piece that a screen of 320 px shows in one line. */
const longest = 28;

/**
 * Has code within a line break between its words only, so that an option stays in one piece. A piece too long for a
 * phone may break anywhere.
 *
 * @param {{ renderer: { rules: Record<string, (...args: any[]) => string> } }} md markdown-it
 */
export function keepCodeTogether(md) {
  const render = md.renderer.rules['code_inline'];
  md.renderer.rules['code_inline'] = (...args) =>
    render(...args).replace(/(?<=^<code[^>]*>).*(?=<\/code>$)/s, (code) => code.split(' ').map(together).join(' '));
}

function together(piece) {
  const isShort = piece !== '' && piece.replaceAll(/&\w+;/g, '&').length <= longest;
  return isShort && /[-/.]/.test(piece) ? `<span class="whole">${piece}</span>` : piece;
}
