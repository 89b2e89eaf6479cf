import { expect, test } from 'vitest';
import { themedPictures } from '../../sources/themed-pictures.mjs';

const place = { home: 'docs/index.md', path: 'index.md' };

test('a picture in two versions becomes two, each with its text', () => {
  const text =
    'See [<picture><source media="(prefers-color-scheme: dark)" srcset="a-dark.png"><img src="a.png" alt="A page"></picture>](demo.md).';
  expect(themedPictures(text, place)).toBe(
    'See [<img class="light-only" src="./a.png" alt="A page"><img class="dark-only" src="./a-dark.png" alt="A page">](demo.md).',
  );
});

test('a picture for widths stays as it is', () => {
  const text =
    '<picture>\n<source media="(max-width: 767px)" srcset="./b.svg">\n<img src="../a.svg" alt="A">\n</picture>';
  expect(themedPictures(text, place)).toBe(text);
});

test('tags in code stay as they are', () => {
  const text = '```html\n<img src="a.png">\n```\n\n`<img src="a.png">`\n';
  expect(themedPictures(text, place)).toBe(text);
});

test('a picture of a file elsewhere is named from the page', () => {
  const text = '![A terminal](../../docs/pictures/a.svg)';
  const options = { home: 'apps/cli/README.md', path: 'reference/commands/about.md' };
  expect(themedPictures(text, options)).toBe('![A terminal](../../pictures/a.svg)');
});
