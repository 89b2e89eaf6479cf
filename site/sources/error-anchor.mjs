import { slug } from './slug.mjs';

const list = 'docs/reference/errors.md';
const folder = 'docs/reference/errors/';

/**
 * Returns the page of the error that an anchor of the list of errors names. In the repository the list has a heading for
 * each code, so that links lead there; the site has a page for each.
 *
 * @param {string} file that a link leads to
 * @param {string | undefined} anchor without `#`
 * @param {Iterable<string>} files that the site shows
 */
export function errorPageOf(file, anchor, files) {
  if (file !== list || !anchor) return undefined;
  for (const each of files) {
    if (each.startsWith(folder) && slug(each.slice(folder.length, -'.md'.length)) === anchor) return each;
  }
  return undefined;
}
