// Sentences of the table of errors as Markdown.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** JSON, commands, options and pages of docs/ in a sentence, the longest first. */
const special = new RegExp(
  [
    /\{.*\}/,
    /docs\/[\w/-]+\.md/,
    /\besp-prov (?:flash (?:nvs )?[a-z]+|credentials (?:check|--nvs)|(?!waits)[a-z]+)(?: --[a-z-]+)*/,
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
    if (!found.startsWith('docs/')) return `\`${found}\``;
    const path = found.slice('docs/'.length);
    return `[${titleOf(path)}](${docs}${path})`;
  });
}

/** Returns the title of a page of docs/. */
function titleOf(path) {
  const file = fileURLToPath(new URL(`../../docs/${path}`, import.meta.url));
  return /^# (.*)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? path;
}
