// Links of a page of the repository, as links of the site.
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
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
  return outsideOfBlocks(text, (prose) =>
    prose.replaceAll(codeOrLink, (whole, _fence, label, target) => {
      if (target === undefined || /^[a-z]+:|^#|^\//i.test(target)) return whole;
      const [file, anchor = ''] = target.split(/(?=#)/);
      const inRepository = posix.normalize(posix.join(posix.dirname(home), file));
      // Pictures below docs/ are copied beside the pages.
      if (whole.startsWith('!')) {
        const copy = inRepository.replace(/^docs\//, '');
        return copy === inRepository ? whole : `![${label}](${relativeTo(path, copy)})`;
      }
      const error = errorPageOf(inRepository, anchor.slice(1), known.keys());
      if (error !== undefined) return `[${label}](${relativeTo(path, known.get(error))})`;
      const page = known.get(inRepository.replace(/\/$/, ''));
      if (page !== undefined) return `[${label}](${relativeTo(path, page)}${anchor})`;
      return repository ? `[${label}](${repository}/blob/main/${inRepository}${anchor})` : label;
    }),
  );
}

/** A span of code, in which nothing is a link, or a link or picture, whose label may have such spans. */
const codeOrLink = /(`+)[^`\n]+\1|!?\[((?:[^\][`\n\\]|\\.|`[^`\n]+`|\n(?!\n))*)\]\(([^()\s]+)\)/g;

function relativeTo(path, page) {
  const way = posix.relative(posix.dirname(path), page);
  return way.startsWith('.') ? way : `./${way}`;
}

/** Applies `change` to what is no block of code. */
function outsideOfBlocks(text, change) {
  const parts = text.split(/(^```.*?^```)/ms);
  return parts.map((part, index) => (index % 2 === 1 ? part : change(part))).join('');
}
