// What a page of Markdown consists of, as far as the checks look at it.
import { plainText } from '../sources/first-paragraph.mjs';
import { slug } from '../sources/slug.mjs';

/** Returns a page without front matter, comments and blocks of code; every line stays where it is. */
export function proseOf(markdown) {
  const emptied = (text) => text.replaceAll(/[^\n]+/g, '');
  return markdown
    .replace(/^---\n.*?^---$/ms, emptied)
    .replaceAll(/^( *)(```+|~~~+)[^\n]*\n.*?^ *\2 *$/gms, emptied)
    .replaceAll(/<!--.*?-->/gs, emptied);
}

/** Returns the headings of a page: level, what is read, and the line. */
export function headingsOf(markdown) {
  const lines = proseOf(markdown).split('\n');
  return lines.flatMap((line, index) => {
    const found = /^(#{1,6}) (.*?)(?: #*)?$/.exec(line);
    return found === null ? [] : [{ level: found[1].length, text: found[2], line: index + 1 }];
  });
}

/** Returns the anchors of a page, as GitHub and the site give them. */
export function anchorsOf(markdown) {
  const anchors = new Set();
  for (const { text } of headingsOf(markdown)) {
    const own = / \{#([\w-]+)\}$/.exec(text);
    const name = own?.[1] ?? slug(plainText(text));
    let anchor = name;
    for (let count = 1; anchors.has(anchor); count++) anchor = `${name}-${count}`;
    anchors.add(anchor);
  }
  for (const [, id] of proseOf(markdown).matchAll(/\bid="([^"]+)"/g)) anchors.add(id);
  return anchors;
}

/** Returns what a page links to or shows, with the line; code is none of it. */
export function linksOf(markdown) {
  const text = proseOf(markdown).replaceAll(/(`+)(?!`).*?(?<!`)\1(?!`)/g, (code) => '.'.repeat(code.length));
  const found = [
    ...text.matchAll(/\]\(\s*<?([^()\s>]+)>?(?:\s+"[^"]*")?\s*\)/g),
    ...text.matchAll(/^ {0,3}\[[^\]\n]+\]:\s*<?([^\s>]+)/gm),
    ...text.matchAll(/\b(?:src|href|srcset)="([^"\s]+)[^"]*"/g),
  ];
  return found.map(({ 1: target, index }) => ({ target, line: lineOf(text, index) }));
}

/** Returns the pictures of a page: what is read in their place, and the line. */
export function picturesOf(markdown) {
  const text = proseOf(markdown);
  const own = [...text.matchAll(/!\[([^\]]*)\]\(/g)].map(({ 1: alt, index }) => ({ alt, line: lineOf(text, index) }));
  const tags = [...text.matchAll(/<img\b[^>]*>/g)].map(({ 0: tag, index }) => ({
    alt: /\balt="([^"]*)"/.exec(tag)?.[1] ?? '',
    line: lineOf(text, index),
  }));
  return [...own, ...tags];
}

/** Returns the cells of all tables of a page: what is read in them, the line, and whether they are heads of columns. */
export function cellsOf(markdown) {
  const lines = proseOf(markdown).split('\n');
  const isRow = (line = '') => /^\s*\|.*\|\s*$/.test(line);
  return lines.flatMap((line, index) => {
    if (!isRow(line)) return [];
    const isHead = !isRow(lines[index - 1]);
    const cells = line
      .trim()
      .slice(1, -1)
      .split(/(?<!\\)\|/);
    return cells.map((cell) => ({ text: plainText(cell).trim(), line: index + 1, isHead }));
  });
}

export function lineOf(text, index) {
  return text.slice(0, index).split('\n').length;
}
