// The drawings of a page, as parts of it: an image could not follow the dark mode of the site.
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** How a page shows a drawing on GitHub: the narrow one on phones, else the wide one. */
const picture =
  /^<picture>\n *<source media="\(max-width: 767px\)" srcset="([\w./-]+\.svg)">\n *<img src="([\w./-]+\.svg)"[^>\n]*>\n<\/picture>$/gm;

const dark = /@media \(prefers-color-scheme: dark\) \{ \.drawing (\{[^}]*\}) \}/;

const switches = `.drawing-figure { margin: 20px 0; }
.drawing-figure svg { display: block; width: 100%; height: auto; margin: 0 auto; }
.drawing-figure .drawing-narrow { display: none; max-width: 420px; }
@media (max-width: 767px) {
  .drawing-figure .drawing-narrow { display: block; }
  .drawing-figure .drawing-wide { display: none; }
}`;

/**
 * Returns `text` with its drawings in place of the pictures that name them, and one style for all of them at the end.
 *
 * @param {string} text
 * @param {{ home: string, read?: (path: string) => string }} options `home`: the file that holds the text; `read`:
 *   returns a file of the repository
 */
export function inlineDrawings(text, { home, read = (path) => readFileSync(`${root}/${path}`, 'utf8') }) {
  const styles = new Set();
  const drawing = (path, className) => {
    const source = read(posix.normalize(posix.join(posix.dirname(home), path)));
    return source
      .replace('class="drawing"', `class="drawing ${className}"`)
      .replace(/ *<style>\n(.*?)<\/style>\n/s, (_, style) => {
        styles.add(style.replace(dark, '.dark .drawing $1').trimEnd());
        return '';
      });
  };
  const inlined = text.replaceAll(
    picture,
    (_, narrow, wide) =>
      `<figure class="drawing-figure">\n${drawing(narrow, 'drawing-narrow')}${drawing(wide, 'drawing-wide')}</figure>`,
  );
  if (styles.size === 0) return text;
  return `${inlined.trimEnd()}\n\n<style>\n${switches}\n${[...styles].join('\n')}\n</style>\n`;
}
