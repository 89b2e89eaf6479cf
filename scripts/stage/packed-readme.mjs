import { posix } from 'node:path';

/**
 * A README as it is packed: a link to a file outside of the package leads to the repository, and is plain text as long
 * as that has no address. A picture from outside comes from there too, and is left out until then.
 *
 * @param {string} text
 * @param {{ home: string, repository?: string, isPacked: (path: string) => boolean }} options `home`: folder of the
 *   package in the repository; `isPacked` takes paths within the package
 */
export function packedReadme(text, { home, repository, isPacked }) {
  return outsideOfCode(text, (prose) =>
    prose.replaceAll(
      /(!?)\[([^\]\n]*(?:\n[^\]\n]+)*)\]\(([^()\s]+)\)(\n\n)?/g,
      (whole, mark, label, target, end = '') => {
        if (/^[a-z]+:|^#/.test(target)) return whole;
        const [path, anchor = ''] = target.split(/(?=#)/);
        const inRepository = posix.normalize(posix.join(home, path));
        const inPackage = posix.relative(home, inRepository);
        if (!inPackage.startsWith('..') && isPacked(inPackage)) return whole;
        if (mark) return repository ? `![${label}](${repository}/raw/main/${inRepository})${end}` : '';
        return `${repository ? `[${label}](${repository}/blob/main/${inRepository}${anchor})` : label}${end}`;
      },
    ),
  );
}

/** Applies `change` to what is neither a block nor a span of code. */
function outsideOfCode(text, change) {
  const parts = text.split(/(^```.*?^```|`[^`\n]+`)/ms);
  return parts.map((part, index) => (index % 2 === 1 ? part : change(part))).join('');
}
