// Sentences of the table of errors as Markdown.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** JSON, commands, options and titles of pages in a sentence, the longest first. */
const special = new RegExp(
  [
    /\{.*\}/,
    /“[^”]+”(?= in the documentation)/,
    /\besp-prov (?:flash (?:nvs )?[a-z]+|credentials (?:check|--nvs)|[a-z]+)(?: --[a-z-]+)*/,
    /(?<![\w`-])--[a-z][a-z0-9-]*(?: (?:latin1|ble|open|127\.0\.0\.1:0|0\b))?/,
    /\bbluetoothctl (?:list|power on|remove ADDRESS)|\bjournalctl -u \w+|\bnpm install --global esp-prov NAME/,
    /\b(?:sudo )?(?:rfkill unblock bluetooth|systemctl (?:enable --now bluetooth|stop esp-prov))/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

/**
 * Returns a sentence of the table of errors as Markdown: JSON, commands and options are code, pages are links.
 *
 * @param {string} text
 * @param {{ docs?: string }} [options] `docs`: the way from the page to docs/, as in `../`
 */
export function prose(text, { docs = '../../../' } = {}) {
  return text.replaceAll('<', '&lt;').replaceAll(special, (found) => {
    if (!found.startsWith('“')) return `\`${found}\``;
    const title = found.slice(1, -1);
    return `[${title}](${docs}${pageOf(title)})`;
  });
}

/** Returns the path below docs/ of the page that has this title. */
function pageOf(title) {
  const docs = fileURLToPath(new URL('../../docs', import.meta.url));
  const pages = readdirSync(docs, { recursive: true }).filter((path) => path.endsWith('.md'));
  const page = pages.find((path) => readFileSync(join(docs, path), 'utf8').startsWith(`# ${title}\n`));
  if (page === undefined) throw new Error(`No page of docs/ has the title “${title}”.`);
  return page;
}
