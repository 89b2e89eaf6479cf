// Tags on a page that is written in Markdown. Vue renders the pages, so that a tag may be a part of the site, run what an
// attribute says, or end the build.
import { lineOf, proseOf } from './read-page.mjs';

/** Tags that a page may have. */
const known = new Set(['br', 'img', 'LiveDemo', 'picture', 'source']);

/** Of these, the one that has to be ended. */
const ended = 'picture';

const code = /(`+)(?!`).*?(?<!`)\1(?!`)/gs;
const tag = /(?<!\\)<(\/?)([a-z][\w:-]*)([^<>]*)>?/gi;

/** `<me@example.org>` and `<https://example.org>` are links. */
const address = /^<(?:[\w.+-]+@|[a-z][a-z\d+.-]{1,31}:)[^\s<>]*>$/i;

/**
 * Returns the tags of a page that the site cannot show, a sentence for each, with its line.
 *
 * @param {string} markdown
 * @returns {{ line: number, fault: string }[]}
 */
export function markupFaults(markdown) {
  const text = proseOf(markdown).replaceAll(code, (span) => span.replaceAll(/[^\n]/g, '.'));
  const found = [...text.matchAll(tag)].filter(({ 0: whole }) => !address.test(whole));
  const faults = found.flatMap(({ 0: whole, 2: name, 3: rest, index }) => {
    const fault = faultOf(whole, name, rest);
    return fault === undefined ? [] : [{ line: lineOf(text, index), fault }];
  });
  const depth = found.filter(({ 2: name }) => name === ended).reduce((sum, [, slash]) => sum + (slash ? -1 : 1), 0);
  if (depth !== 0)
    faults.push({ line: lineOf(text, text.lastIndexOf(ended)), fault: `<${ended}> and </${ended}> do not match` });
  return faults;
}

function faultOf(whole, name, rest) {
  if (!known.has(name))
    return `${shown(whole)} is no tag that pages have. Expected it as code, for example \`<${name}>\``;
  const attribute = /(?:^|[\s/"'])((?:v-|on|[:@#])[\w.:-]*)\s*=/i.exec(rest)?.[1];
  if (attribute !== undefined)
    return `${shown(whole)} runs what its attribute ${attribute} says. Expected none like it`;
  return whole.endsWith('>') ? undefined : `${shown(whole)} is not closed. Expected a > behind it`;
}

function shown(whole) {
  return whole.length > 60 ? `${whole.slice(0, 60)}…` : whole;
}
