import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorPageOf } from '../sources/error-anchor.mjs';
import { anchorsOf, linksOf } from './read-page.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Returns the dead links of some texts, a sentence for each: to pages, anchors and pictures that are not there. Links to
 * other hosts are not followed.
 *
 * @param {readonly { path: string, text: string, isPage?: boolean }[]} texts `path`: the file in the repository from which links start;
 *   a page that is made has none but the site shows it
 * @param {{ isMade?: (file: string) => boolean }} [options] files that only another build brings
 */
export function deadLinks(texts, { isMade = () => false } = {}) {
  const anchors = new Map();
  const known = new Map(texts.map(({ path, text }) => [path, text]));
  const anchorsIn = (file) => {
    if (!anchors.has(file)) anchors.set(file, anchorsOf(known.get(file) ?? readFileSync(join(root, file), 'utf8')));
    return anchors.get(file);
  };
  return texts.flatMap(({ path, home = path, text }) =>
    linksOf(text).flatMap(({ target, line }) => {
      const fault = faultOf(target, home, path);
      return fault === undefined ? [] : [`${path}:${line}: ${target} ${fault}`];
    }),
  );

  function faultOf(target, home, path) {
    if (/^(?:https?|mailto):/.test(target)) return undefined;
    if (/^[a-z]+:|^\//i.test(target)) return 'is no relative link';
    const [, way, anchor] = /^([^#?]*)(?:#(.*))?$/s.exec(target) ?? [];
    if (way === undefined) return 'cannot be read';
    const file = way === '' ? path : posix.join(posix.dirname(home), decodeURI(way)).replace(/\/$/, '');
    if (file.startsWith('..')) return 'leads out of the repository';
    if (isMade(file)) return undefined;
    if (!known.has(file) && !existsSync(join(root, file))) return 'leads to nothing';
    if (anchor === undefined || errorPageOf(file, anchor, known.keys()) !== undefined) return undefined;
    return file.endsWith('.md') && !anchorsIn(file).has(decodeURIComponent(anchor)) ? 'names no heading' : undefined;
  }
}
