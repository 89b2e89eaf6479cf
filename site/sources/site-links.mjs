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
 * @param {{ home: string, path: string, known: ReadonlyMap<string, string>, repository?: string }} options `home`: the
 *   file that holds the text; `path`: its page; `known`: the pages of the site by the file or folder that
 *   they show
 */
export function siteLinks(text, { home, path, known, repository = project.repository }) {
  return withLinks(text, ({ whole, isPicture, label, file, anchor }) => {
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

function relativeTo(path, page) {
  const way = posix.relative(posix.dirname(path), page);
  return way.startsWith('.') ? way : `./${way}`;
}
