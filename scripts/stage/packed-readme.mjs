import { posix } from 'node:path';

/**
 * A README as it is packed: a link to a file outside of the package leads to the repository, and is plain text as long
 * as that has no address.
 *
 * @param {string} text
 * @param {{ home: string, repository?: string, isPacked: (path: string) => boolean }} options `home`: folder of the
 *   package in the repository; `isPacked` takes paths within the package
 */
export function packedReadme(text, { home, repository, isPacked }) {
  return outsideOfCode(text, (prose) =>
    prose.replaceAll(/\[([^\]\n]*(?:\n[^\]\n]+)*)\]\(([^()\s]+)\)/g, (whole, label, target) => {
      if (/^[a-z]+:|^#/.test(target)) return whole;
      const [path, anchor = ''] = target.split(/(?=#)/);
      const inRepository = posix.normalize(posix.join(home, path));
      const inPackage = posix.relative(home, inRepository);
      if (!inPackage.startsWith('..') && isPacked(inPackage)) return whole;
      return repository ? `[${label}](${repository}/blob/main/${inRepository}${anchor})` : label;
    }),
  );
}

/** Applies `change` to what is neither a block nor a span of code. */
function outsideOfCode(text, change) {
  const parts = text.split(/(^```.*?^```|`[^`\n]+`)/ms);
  return parts.map((part, index) => (index % 2 === 1 ? part : change(part))).join('');
}
