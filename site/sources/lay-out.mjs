// The sources of the site: the pages of docs/ and the pages that are made from the code, in one folder.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawBlocks } from '../blocks/draw-blocks.mjs';
import { pageMakers } from '../pages/page-makers.mjs';
import { siteLinks } from './site-links.mjs';

const docs = fileURLToPath(new URL('../../docs', import.meta.url));

/**
 * A page before it is laid out.
 *
 * @typedef {{ path: string, text: string, home: string }} Page `path` on the site, as in `reference/errors.md`; `home`:
 *   the file in the repository that relative links start from, as in `docs/reference/errors.md`
 */

/**
 * Writes all pages of the site into `folder`, which is emptied before.
 *
 * @param {{ folder: string, withApi?: boolean }} options `withApi`: with the pages of TypeDoc, which take half a minute
 */
export async function layOut({ folder, withApi = true }) {
  rmSync(folder, { recursive: true, force: true });
  // A made page takes the place of a written one of its path: that one is for readers of the repository.
  const byPath = new Map([...writtenPages(), ...(await madePages({ withApi }))].map((page) => [page.path, page]));
  const pages = [...byPath.values()];
  const known = new Set(pages.map(({ path }) => path));
  for (const { path, text, home } of pages) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, siteLinks(await drawBlocks(text), { home, path, known }));
  }
  return pages;
}

/** Returns the pages of docs/. @returns {Page[]} */
function writtenPages() {
  return readdirSync(docs, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((path) => ({ path, text: readFileSync(join(docs, path), 'utf8'), home: `docs/${path}` }));
}

/** Returns the pages that are made from the code. @returns {Promise<Page[]>} */
async function madePages({ withApi }) {
  const made = [];
  for (const { name, make } of pageMakers) {
    if (name === 'api' && !withApi) continue;
    made.push(...(await make()));
  }
  return made;
}
