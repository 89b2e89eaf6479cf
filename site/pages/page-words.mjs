// Texts of the program, as Markdown of a page.
import { escapeMarkup } from '../../scripts/escape-markup.mjs';

/**
 * Returns a text of the program as Markdown: nothing in it is markup, options and JSON are code, and it ends with a full
 * stop.
 *
 * @param {string} words
 * @param {(option: string) => string | undefined} [anchorOf] where an option is described, such as `#pop`
 */
export function sentence(words, anchorOf = () => undefined) {
  const parts = words.split(/(--[a-z][a-z0-9_-]*[a-z0-9](?: (?:virtual|ble|softap|console|open)\b)?|\{".*\}|"[^"]*")/);
  const text = parts.map((part, index) => (index % 2 === 0 ? escaped(part) : codeOf(part, anchorOf))).join('');
  return `${withCapital(text)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** Returns a text in which Markdown finds no markup. */
export function escaped(words) {
  return escapeMarkup(words).replaceAll(/[\\*_`[\]|]/g, '\\$&');
}

/** Returns a text as a span of code. */
export function code(words) {
  const fence = words.includes('`') ? '``' : '`';
  return `${fence}${words}${fence}`;
}

function codeOf(part, anchorOf) {
  if (!part.startsWith('--')) return code(part.replaceAll('"', part.startsWith('{') ? '"' : ''));
  const anchor = anchorOf(part.replace(/ .*/, ''));
  return anchor === undefined ? code(part) : `[${code(part)}](${anchor})`;
}

/** A text may begin with a name that has no capital, such as esp_prov, or with a value; an ordinary word gets one. */
function withCapital(text) {
  if (text.startsWith('virtual: ')) return text.replace('virtual', code);
  return /^[a-z][a-z-]*[ ,:]/.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;
}
