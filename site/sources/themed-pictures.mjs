// Pictures of a page. Pictures in a light and a dark version: on GitHub they follow the system, on the site the switch of the page.

import { posix } from 'node:path';

const picture =
  /<picture>\s*<source media="\(prefers-color-scheme: dark\)" srcset="([^"\s]+)"\s*\/?>\s*<img([^>]*?)\ssrc="([^"\s]+)"([^>]*?)\/?>\s*<\/picture>/g;

/** What a page shows: a picture of Markdown or of a tag. */
const shown = /(!\[[^\]]*\]\(|<(?:img|source)\b[^>]*?\s(?:src|srcset)=")([^()\s"]+)/g;

/**
 * Returns `text` with both versions of such a picture, of which the style of the site shows one, and all pictures named
 * from where the page is: a page may show a file from elsewhere, and Vite takes a name without a dot for a package.
 *
 * @param {string} text
 * @param {{ home: string, path: string }} options the file that holds the text, and its page
 */
export function themedPictures(text, { home, path }) {
  const parts = text.split(/(^```.*?^```|`[^`\n]+`)/ms);
  return parts.map((part, index) => (index % 2 === 1 ? part : themed(part, { home, path }))).join('');
}

function themed(text, { home, path }) {
  const both = text.replaceAll(picture, (_, dark, before, light, after) => {
    const version = (name, src) => `<img class="${name}-only"${before} src="${src}"${after.trimEnd()}>`;
    return `${version('light', light)}${version('dark', dark)}`;
  });
  return both.replaceAll(shown, (whole, before, target) => {
    if (/^[a-z]+:|^\//i.test(target)) return whole;
    const file = posix.join(posix.dirname(home), target);
    const way = posix.relative(posix.dirname(`docs/${path}`), file);
    return `${before}${way.startsWith('.') ? way : `./${way}`}`;
  });
}
