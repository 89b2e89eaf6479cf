// Links of a page of the repository, as links of the site.
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLinks } from '../../scripts/markdown-links.mjs';
import { errorPageOf } from './error-anchor.mjs';

const project = JSON.parse(readFileSync(fileURLToPath(new URL('../../project.json', import.meta.url)), 'utf8'));

/**
 * Returns `text` with its relative links leading to pages of the site. A link to a file that is no page leads to the
 * repository, and is plain text as long as that has no address.
 *
 * @param {string} text
 * @typedef {{ home: string, path: string, known: ReadonlyMap<string, string>, titles?: ReadonlyMap<string, string>,
 *   repository?: string }} Place `home`: the file that holds the text; `path`: its page; `known`: the pages of the site
 *   by the file or folder that they show; `titles`: the titles of pages
 * @param {Place} options
 */
export function siteLinks(text, { home, path, known, titles = new Map(), repository = project.repository }) {
  return withLinks(withNamedPages(text, { home, known, titles }), ({ whole, isPicture, label, file, anchor }) => {
    const inRepository = posix.normalize(posix.join(posix.dirname(home), file));
    // Pictures below docs/ are copied beside the pages.
    if (isPicture) {
      const copy = inRepository.replace(/^docs\//, '');
      return copy === inRepository ? whole : `![${label}](${relativeTo(path, copy)})`;
    }
    const error = errorPageOf(inRepository, anchor.slice(1), known.keys());
    if (error !== undefined) return `[${label}](${relativeTo(path, known.get(error))})`;
    const page = known.get(inRepository.replace(/\/$/, ''));
    if (page !== undefined) return `[${label}](${relativeTo(path, page)}${anchor})`;
    return repository ? `[${label}](${repository}/blob/main/${inRepository}${anchor})` : label;
  });
}

/** A README that npm shows as well can only name a file of the repository; here that is a link to its page. */
function withNamedPages(text, { home, known, titles }) {
  return text.replaceAll(blockOrName, (whole, file) => {
    const title = titles.get(known.get(file));
    return title === undefined ? whole : `[${title}](${posix.relative(posix.dirname(home), file)})`;
  });
}

/** A block of code, or the name of a file that is no label of a link. */
const blockOrName = /^```.*?^```|(?<!\[)`(docs\/[^`\s]+)`(?: of the repository\b)?/gms;

function relativeTo(path, page) {
  const way = posix.relative(posix.dirname(path), page);
  return way.startsWith('.') ? way : `./${way}`;
}
