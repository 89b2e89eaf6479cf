// The sources of the site: the pages of docs/ and the pages that are made from the code, in one folder.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawBlocks } from '../blocks/draw-blocks.mjs';
import { markupFaults } from '../checks/markup-faults.mjs';
import { linkCodes } from '../errors/link-codes.mjs';
import { sections } from '../navigation.mjs';
import { pageMakers } from '../pages/page-makers.mjs';
import { completeNavigation } from './complete-navigation.mjs';
import { inlineDrawings } from './inline-drawings.mjs';
import { siteLinks } from './site-links.mjs';
import { themedPictures } from './themed-pictures.mjs';

const docs = fileURLToPath(new URL('../../docs', import.meta.url));

/**
 * A page before it is laid out.
 *
 * @typedef {{ path: string, text: string, home: string, shows?: readonly string[] }} Page `path` on the site, as in
 *   `reference/errors.md`; `home`: the file in the repository that relative links start from, as in
 *   `docs/reference/errors.md`; `shows`: files and folders elsewhere that other pages link to and this one shows
 */

/**
 * Writes all pages of the site into `folder`, which is emptied before, and what the sidebar shows into
 * `navigation.json` in it.
 *
 * @param {{ folder: string, withApi?: boolean }} options `withApi`: with the pages of TypeDoc, which take half a minute
 */
export async function layOut({ folder, withApi = true }) {
  const { pages, navigation } = await gatherPages({ withApi });
  rmSync(folder, { recursive: true, force: true });
  cpSync(docs, folder, { recursive: true, filter: (name) => !name.endsWith('.md') });
  writeFileSync(join(folder, 'navigation.json'), JSON.stringify(navigation));
  const known = pagesByFile(pages);
  const titles = new Map(pages.map(({ path, text }) => [path, /^# (.+)$/m.exec(text)?.[1]]));
  for (const { path, text, home } of pages) {
    const file = join(folder, path);
    requireKnownTags(text, home);
    mkdirSync(dirname(file), { recursive: true });
    const drawn = themedPictures(inlineDrawings(await drawBlocks(text, { home }), { home }), { home, path });
    writeFileSync(file, siteLinks(linkCodes(drawn, { home }), { home, path, known, titles }));
  }
  return pages;
}

/** Throws an error that names page and line, if a page has a tag that the site would not show as it stands there. */
function requireKnownTags(text, home) {
  const [first] = markupFaults(text);
  if (first !== undefined) throw new Error(`${home}:${first.line}: ${first.fault}`);
}

/**
 * Returns all pages of the site, as their makers make them, and what the sidebar shows of them.
 *
 * @param {{ withApi?: boolean }} [options]
 * @returns {Promise<{ pages: Page[], navigation: import('./complete-navigation.mjs').Item[] }>}
 */
export async function gatherPages({ withApi = true } = {}) {
  // A made page takes the place of a written one of its path: that one is for readers of the repository.
  const pages = new Map(writtenPages().map((page) => [page.path, page]));
  const made = new Map();
  for (const { name, make, navigation } of pageMakers) {
    for (const page of await make({ withApi })) pages.set(page.path, page);
    if (navigation !== undefined) made.set(name, await navigation({ withApi }));
  }
  return { pages: [...pages.values()], navigation: completeNavigation(sections, made) };
}

/**
 * Returns the pages by the file of the repository that they show: a page stands for the file of its own path below
 * docs/, for what it says that it shows, and for a file elsewhere if it is the only page that is made from it.
 *
 * @param {readonly Page[]} pages
 */
function pagesByFile(pages) {
  const known = new Map(pages.map(({ path, home }) => [home, path]));
  for (const { home } of pages) if (pages.filter((page) => page.home === home).length > 1) known.delete(home);
  for (const { path, shows = [] } of pages) {
    for (const file of [...shows, `docs/${path}`]) known.set(file, path);
  }
  return known;
}

/** Returns the pages of docs/. @returns {Page[]} */
function writtenPages() {
  return readdirSync(docs, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(docs, path), 'utf8'), home: `docs/${path}` }));
}
