/** Texts that steer a terminal, forge a line, turn a reading direction or hide something, by what they are. */
export const hostileTexts: Readonly<Record<string, string>> = {
  'terminal title': '\u001b]0;pwned\u0007net',
  'cleared screen': 'net\u001b[2J\u001b[H',
  'clipboard write': '\u001b]52;c;aGk=\u0007net',
  'eight-bit control sequence': 'net\u{9b}2J',
  'eight-bit string': '\u{9d}0;pwned\u{9c}net',
  'next line': 'net\u{85}I (9) forged: line',
  'forged line': 'net\r\nI (9) wifi:connected',
  'overwritten line': 'bad net\rgood',
  backspace: 'evil\b\b\b\bgood',
  NUL: 'net\u0000hidden',
  tab: 'net\tcolumn',
  delete: 'net\u007f\u007f',
  'right-to-left override': 'a\u{202e}gnp.exe',
  'right-to-left embedding': '\u{202b}net',
  'right-to-left isolate': '\u{2067}net\u{2069}',
  'right-to-left mark': 'net\u{200f}1',
  'Arabic letter mark': 'net\u{61c}1',
  'line separator': 'net\u{2028}forged',
  'paragraph separator': 'net\u{2029}forged',
  'zero-width space': 'ne\u{200b}t',
  'zero-width joiner between letters': 'ne\u{200d}t',
  'word joiner': 'ne\u{2060}t',
  'soft hyphen': 'ne\u{ad}t',
  'byte-order mark': '\u{feff}net',
  'interlinear annotation': '\u{fff9}net\u{fffa}x\u{fffb}',
  'tag characters': 'net\u{e0068}\u{e0069}\u{e007f}',
  'variation selectors that carry data': 'n\u{e0101}\u{e0102}\u{fe01}et',
  'Hangul filler': 'net\u{3164}',
  'Mongolian vowel separator': 'net\u{180e}',
  'deprecated shaping control': 'net\u{206a}',
  'pile of marks': `n${'\u{30d}'.repeat(200)}et`,
  'half a surrogate pair': 'net\u{d83d}',
};

/**
 * Returns the characters of a text that steer a terminal, as code points; the list is written by number, independent of
 * the code under test.
 */
export function findSteering(text: string): readonly string[] {
  const points = Array.from(text, (character) => character.codePointAt(0) as number);
  return points.filter(isSteering).map((point) => `U+${point.toString(16).toUpperCase().padStart(4, '0')}`);
}

/** First and last code point of what no line may hold. Unicode 15, general categories Cc, Cf, Cs, Zl, Zp, and fillers. */
const ranges: readonly (readonly [first: number, last: number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x600, 0x605],
  [0x61c, 0x61c],
  [0x6dd, 0x6dd],
  [0x70f, 0x70f],
  [0x890, 0x891],
  [0x8e2, 0x8e2],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0x110bd, 0x110bd],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];

function isSteering(point: number): boolean {
  return ranges.some(([first, last]) => point >= first && point <= last);
}
