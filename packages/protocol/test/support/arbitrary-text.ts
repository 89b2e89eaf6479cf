import fc from 'fast-check';

/**
 * Text of any Unicode characters, ASCII among them more often than chance would have it. Cheaper to set up than
 * fast-check's own `unit: 'binary'`, which costs every test file most of a second.
 */
export function arbitraryText(maxLength: number): fc.Arbitrary<string> {
  const character = fc.oneof(
    fc.integer({ min: 0, max: 0x7f }),
    fc.integer({ min: 0, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0x10ffff }),
  );
  return fc.array(character, { maxLength }).map((characters) => String.fromCodePoint(...characters));
}
