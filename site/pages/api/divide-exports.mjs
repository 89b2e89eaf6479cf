// What a long entry point exports, as pages of their own: one for each kind, and a short list of all names.

/** Characters of declarations that stand on one page; nobody finds anything in more. */
const longest = 40_000;

/** Kinds that get a page, by the heading of TypeDoc. The others have a line or two for each name. */
const kinds = new Map([
  ['Functions', 'functions'],
  ['Classes', 'classes'],
  ['Interfaces', 'interfaces'],
  ['Type Aliases', 'types'],
  ['Variables', 'constants'],
]);

/**
 * A kind of exports with a page of its own.
 *
 * @typedef {{ heading: string, word: string, text: string, names: { name: string, anchor: string, gist: string }[] }} Kind
 *   `heading`: of TypeDoc; `word`: the kind in the plural; `text`: the declarations, a heading of level 2 for each;
 *   `gist`: what the comment says first, or nothing
 */

/**
 * Returns the declarations of an entry point: `kept` stays on its page, and each of `kinds` is to get a page. There are
 * none if all of it is short enough for one.
 *
 * @param {string} body what tidyMarkdown returns
 * @returns {{ kept: string, kinds: Kind[] }}
 */
export function divideExports(body) {
  if (body.length <= longest) return { kept: body, kinds: [] };
  const groups = partsOf(body, '## ');
  const divided = groups.filter(({ title }) => kinds.has(title));
  const kept = groups.filter(({ title }) => !kinds.has(title)).map(({ title, text }) => joined(`## ${title}`, text));
  return { kept: joined(...kept), kinds: divided.map(kindOf) };
}

/** Returns the list of the names of a kind, each with a link to its place on `page`; its old place is here. */
export function listOfNames({ heading, names }, page) {
  const line = ({ name, anchor, gist }) => `- [${name}](${page}#${anchor})${gist && `: ${gist}`} {#${anchor}}`;
  return joined(`## ${heading}`, names.map(line).join('\n'));
}

function kindOf({ title, text }) {
  const declarations = partsOf(text, '### ');
  return {
    heading: title,
    word: kinds.get(title),
    text: linesOf(text)
      .map(({ line, isCode }) => (!isCode && line.startsWith('###') ? line.slice(1) : line))
      .join('\n'),
    names: declarations.map((declaration) => {
      const [, name, anchor] = /^(.*) \{#(.*)\}$/.exec(declaration.title) ?? [];
      if (name === undefined) throw new Error(`The export ${declaration.title} has no anchor.`);
      return { name, anchor, gist: gistOf(declaration.text) };
    }),
  };
}

/** The first sentence of the first paragraph that is no signature, label, list or code. */
function gistOf(text) {
  const paragraph = text.split('\n\n').find((each) => !/^(?:>|\*\*|- |```|#)/.test(each)) ?? '';
  const line = paragraph.replaceAll('\n', ' ');
  return /^.*?[.!?](?= |$)/.exec(line)?.[0] ?? line;
}

/** Returns the parts of a text that begin with such a heading; code has none. */
function partsOf(text, mark) {
  const parts = [];
  for (const { line, isCode } of linesOf(text)) {
    if (!isCode && line.startsWith(mark)) parts.push({ title: line.slice(mark.length), lines: [] });
    else parts.at(-1)?.lines.push(line);
  }
  return parts.map(({ title, lines }) => ({ title, text: lines.join('\n').trim() }));
}

function linesOf(text) {
  let isCode = false;
  return text.split('\n').map((line) => {
    const isFence = line.startsWith('```');
    if (isFence) isCode = !isCode;
    return { line, isCode: isCode || isFence };
  });
}

function joined(...texts) {
  return texts.filter((text) => text !== '').join('\n\n');
}
