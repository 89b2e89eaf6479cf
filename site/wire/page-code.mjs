// Runs the JavaScript that a page shows, so that what stands there is what the values beside it were computed with.
import { readFileSync } from 'node:fs';

const docs = new URL('../../docs/', import.meta.url);

/**
 * Returns what the first block of JavaScript on a page exports. It imports modules of Node only.
 *
 * @param {string} page below `docs`, such as `how-it-works/protocol/security-1.md`
 * @returns {Promise<Record<string, any>>}
 */
export async function pageCode(page) {
  const [, code] = /^```js\n(.*?)^```$/ms.exec(readFileSync(new URL(page, docs), 'utf8')) ?? [];
  if (code === undefined) throw new Error(`The page ${page} shows no JavaScript`);
  return await import(`data:text/javascript,${encodeURIComponent(code)}`);
}
