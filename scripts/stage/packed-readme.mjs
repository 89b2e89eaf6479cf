import { posix } from 'node:path';
import { withLinks } from '../markdown-links.mjs';

/**
 * A README as it is packed: a link to a file outside of the package leads to the repository, and is plain text as long
 * as that has no address. A picture from outside comes from there too, and is left out until then.
 *
 * @param {string} text
 * @param {{ home: string, repository?: string, isPacked: (path: string) => boolean }} options `home`: folder of the
 *   package in the repository; `isPacked` takes paths within the package
 */
export function packedReadme(text, { home, repository, isPacked }) {
  const packed = withLinks(text, ({ whole, isPicture, label, file, anchor }) => {
    const inRepository = posix.normalize(posix.join(home, file));
    const inPackage = posix.relative(home, inRepository);
    if (!inPackage.startsWith('..') && isPacked(inPackage)) return whole;
    if (isPicture) return repository ? `![${label}](${repository}/raw/main/${inRepository})` : leftOut;
    return repository ? `[${label}](${repository}/blob/main/${inRepository}${anchor})` : label;
  });
  return packed.replaceAll(`${leftOut}\n\n`, '').replaceAll(leftOut, '');
}

/** Stands in the place of a picture that is left out, until its paragraph is gone too. */
const leftOut = '\0';
