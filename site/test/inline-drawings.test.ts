import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { inlineDrawings } from '../sources/inline-drawings.mjs';

const docs = fileURLToPath(new URL('../../docs', import.meta.url));
const drawings = readdirSync(docs, { recursive: true, encoding: 'utf8' })
  .filter((name) => /(^|\/)drawings\/[\w-]+\.svg$/.test(name))
  .map((name) => ({ name, text: readFileSync(`${docs}/${name}`, 'utf8') }));

const picture = [
  '<picture>',
  '  <source media="(max-width: 767px)" srcset="drawings/a-narrow.svg">',
  '  <img src="drawings/a.svg" alt="A" width="688">',
  '</picture>',
].join('\n');

const style = '.drawing { --ink: #000; }\n@media (prefers-color-scheme: dark) { .drawing { --ink: #fff; } }\n';

/** What a page of the rooms becomes, where every drawing says its own path. */
function inlined(text: string): string {
  const read = (path: string) => `<svg class="drawing">\n<style>\n${style}</style>\n<text>${path}</text>\n</svg>\n`;
  return inlineDrawings(text, { home: 'docs/how-it-works/index.md', read });
}

/** The rules of a style, each with its selector. */
function styleOf({ text }: { text: string }): string {
  return /<style>(.*)<\/style>/s.exec(text)?.[1] ?? '';
}

describe('inlineDrawings', () => {
  test('puts the narrow and the wide drawing in the place of the picture', () => {
    const page = inlined(`before\n\n${picture}\n\nafter\n`);
    expect(page).toContain('<text>docs/how-it-works/drawings/a-narrow.svg</text>');
    expect(page).toContain('<text>docs/how-it-works/drawings/a.svg</text>');
    expect(page).toContain('class="drawing drawing-wide"');
    expect(page).not.toContain('<picture>');
  });

  test('follows the dark mode of the site, with one style for all drawings', () => {
    const page = inlined(`${picture}\n\n${picture}\n`);
    expect(page.match(/--ink: #fff/g)).toHaveLength(1);
    expect(page).toContain('.dark .drawing { --ink: #fff; }');
    expect(page).not.toContain('prefers-color-scheme');
  });

  test('leaves a page without drawings as it is', () => {
    expect(inlined('a\n\n<picture>\n</picture>\n')).toBe('a\n\n<picture>\n</picture>\n');
  });
});

describe('the drawings', () => {
  test('are there, each wide and narrow', () => {
    const names = drawings.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(7);
    expect(
      names.filter((name) => !name.endsWith('-narrow.svg') && !names.includes(name.replace('.svg', '-narrow.svg'))),
    ).toEqual([]);
  });

  test('have title, description, and one style in light and dark', () => {
    const without = drawings.filter(({ text }) => !/<title [^>]*>.+<\/title>\n +<desc [^>]*>.{40,}<\/desc>/.test(text));
    expect(without.map(({ name }) => name)).toEqual([]);
    expect(new Set(drawings.map(styleOf)).size).toBe(1);
    expect(styleOf(drawings[0] as { text: string })).toMatch(
      /@media \(prefers-color-scheme: dark\) \{ \.drawing \{[^}]*\} \}/,
    );
  });

  test('keep their text at 12 px or more where a page has 272 px for it', () => {
    const sheet = styleOf(drawings[0] as { text: string });
    const small = Number(/\.small text \{ font-size: (\d+)px/.exec(sheet)?.[1]);
    const mono = Number(/font-size: ([\d.]+)em/.exec(sheet)?.[1]);
    expect(small * mono).toBeGreaterThanOrEqual(12);
    const narrow = drawings.filter(({ name }) => name.endsWith('-narrow.svg'));
    expect(narrow.filter(({ text }) => !/viewBox="0 0 272 /.test(text) || !text.includes('<g class="small">'))).toEqual(
      [],
    );
  });

  test('begin no line with a blank one, which would end them in Markdown', () => {
    expect(drawings.filter(({ text }) => /\n\s*\n/.test(text))).toEqual([]);
  });
});
