import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const line =
  '> **Not released yet.** Until the first release use a clone: `npm install && npm run build`, then `npx esp-prov` in place of `esp-prov`. Programs in a folder of the clone find `@esp-prov/…` without an installation.';

/** An installation from npm; `esp-prov@VERSION` of the releasing page is none. */
const installation = /npm install[^`\n]* (?:esp-prov(?![\w@-])|@esp-prov\/)/;

/** Every page that a reader may install from; the list of errors has what the installed command prints. */
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => join('docs', name)),
  ...['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(group, name, 'README.md')),
  ),
].filter((name) => name.endsWith('.md') && name !== join('docs', 'reference', 'errors.md'));

test('says where people install that nothing is on npm before the first release, and not afterwards', () => {
  const released = /^## \[[^\]]+\] - \d{4}-/m.test(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'));
  const texts = pages.map((page) => ({ page, text: readFileSync(join(root, page), 'utf8') }));
  const installing = texts.filter(({ text }) => installation.test(text)).map(({ page }) => page);
  expect(installing).toContain(join('docs', 'guides', 'real-device.md'));
  const marked = texts.filter(({ text }) => text.includes(line)).map(({ page }) => page);
  expect(marked).toEqual(released ? [] : expect.arrayContaining(installing));
  const hinted = texts.filter(({ text }) => text.includes('> **Not released yet.**')).map(({ page }) => page);
  expect(hinted, 'one wording everywhere').toEqual(marked);
});
