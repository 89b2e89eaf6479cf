// Links of a page of the repository, as links of the site.
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

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
  return outsideOfCode(text, (prose) =>
    prose.replaceAll(/(?<!!)\[([^\]\n]*(?:\n[^\]\n]+)*)\]\(([^()\s]+)\)/g, (whole, label, target) => {
      if (/^[a-z]+:|^#|^\//i.test(target)) return whole;
      const [file, anchor = ''] = target.split(/(?=#)/);
      const inRepository = posix.normalize(posix.join(posix.dirname(home), file));
      const page = known.get(inRepository.replace(/\/$/, ''));
      if (page !== undefined) return `[${label}](${relativeTo(path, page)}${anchor})`;
      return repository ? `[${label}](${repository}/blob/main/${inRepository}${anchor})` : label;
    }),
  );
}

function relativeTo(path, page) {
  const way = posix.relative(posix.dirname(path), page);
  return way.startsWith('.') ? way : `./${way}`;
}

/** Applies `change` to what is neither a block nor a span of code. */
function outsideOfCode(text, change) {
  const parts = text.split(/(^```.*?^```|`[^`\n]+`)/ms);
  return parts.map((part, index) => (index % 2 === 1 ? part : change(part))).join('');
}
