/** Returns the first paragraph of a page as plain text; empty if it has none. */
export function firstParagraph(markdown) {
  const text = markdown.replace(/^---\n.*?\n---\n/s, '').replaceAll(/^(?:#.*|<.*|!\[.*)$/gm, '');
  const paragraph = text.split(/\n{2,}/).find((part) => part.trim() !== '') ?? '';
  return plainText(paragraph).replaceAll(/\s+/g, ' ').trim();
}

/** Returns Markdown without its marks: what a reader sees of it. */
export function plainText(markdown) {
  return markdown
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/<\/?[a-z][^>]*>/gi, '')
    .replaceAll(/(\*\*|`)/g, '')
    .replaceAll(/(?<![\w\\])[*_]|[*_](?!\w)/g, '')
    .replaceAll(/\\(\W)/g, '$1');
}
