import { describe, expect, test } from 'vitest';
import { firstParagraph, plainText } from '../../sources/first-paragraph.mjs';

describe('firstParagraph', () => {
  test('skips front matter, titles and pictures', () => {
    const text = '---\ntitle: x\n---\n\n# Title\n\n![picture](a.svg)\n\nFor **you**,\nand `me`.\n\nMore.\n';
    expect(firstParagraph(text)).toBe('For you, and me.');
  });

  test('is empty where there is none', () => {
    expect(firstParagraph('# Title\n')).toBe('');
  });
});

describe('plainText', () => {
  test('keeps what is read', () => {
    expect(plainText('[A *link*](x.md) to `esp_prov.py`, **bold** _word_, a\\|b')).toBe(
      'A link to esp_prov.py, bold word, a|b',
    );
  });
});
