// Errors that a page names, as links to their pages.
import { posix } from 'node:path';
import { errorTable } from '../../packages/protocol/dist/index.js';
import { errorPath } from './error-path.mjs';

/** A block, a heading, a link or a picture, in which nothing becomes a link; or a span of code. */
const skippedOrCode = /^```.*?^```|^#.*$|!?\[(?:[^\][`]|`[^`\n]*`)*\]\([^()\s]*\)|`([^`\n]+)`/gms;

/**
 * Returns `text` with a link at each error that it names as code, to the heading in the list of errors. Those links become
 * links to the error's page, as any other of that kind.
 *
 * @param {string} text
 * @param {{ home: string }} options `home`: the file in the repository that links start from
 */
export function linkCodes(text, { home }) {
  return text.replaceAll(skippedOrCode, (whole, code) => {
    if (code === undefined || !Object.hasOwn(errorTable, code) || home === `docs/${errorPath(code)}`) return whole;
    return `[${whole}](${posix.relative(posix.dirname(home), 'docs/reference/errors.md')}#${code.replace('/', '')})`;
  });
}
