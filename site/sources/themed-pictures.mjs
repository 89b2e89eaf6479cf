// Pictures in a light and a dark version: on GitHub they follow the system, on the site the switch of the page.

const picture =
  /<picture>\s*<source media="\(prefers-color-scheme: dark\)" srcset="([^"\s]+)"\s*\/?>\s*<img([^>]*?)\ssrc="([^"\s]+)"([^>]*?)\/?>\s*<\/picture>/g;

/** A name without a dot, which Vite takes for a package. */
const bareName = /(<(?:img|source)\b[^>]*?\s(?:src|srcset)=")(?![./]|[a-z]+:)/g;

/** Returns `text` with both versions of such a picture, of which the style of the site shows one. */
export function themedPictures(text) {
  const parts = text.split(/(^```.*?^```|`[^`\n]+`)/ms);
  return parts.map((part, index) => (index % 2 === 1 ? part : themed(part))).join('');
}

function themed(text) {
  const both = text.replaceAll(picture, (_, dark, before, light, after) => {
    const shown = (name, src) => `<img class="${name}-only"${before} src="${src}"${after.trimEnd()}>`;
    return `${shown('light', light)}${shown('dark', dark)}`;
  });
  return both.replaceAll(bareName, '$1./');
}
