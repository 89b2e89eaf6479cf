// The Markdown of TypeDoc as it stands on a page: headings only for what somebody may look for, parameters as a list.

/** Headings below which names are listed, each with a heading of its own. */
const lists = new Set(['Parameters', 'Type Parameters']);

/** Headings that may follow such a list. */
const afterList = new Set([
  'Call Signature',
  'Example',
  'Examples',
  'Implementation of',
  'Inherited from',
  'Overrides',
  'Returns',
  'Throws',
]);

/** What only repeats the sources. */
const left = new Set(['Get Signature', 'Implementation of', 'Inherited from', 'Overrides', 'Set Signature']);

/**
 * Returns the Markdown of an entry point without its title, and what its declarations say about all of it.
 *
 * @param {string} text
 * @returns {{ about: string, body: string }}
 */
export function tidyMarkdown(text) {
  const [first, ...parts] = partsOf(text.replace(/^# .*\n/, ''));
  return { about: first.text, body: tidyParts(parts).join('\n\n') };
}

/** Returns a text as parts, each with the heading in front of it; a line of code is no heading. */
function partsOf(text) {
  const parts = [{ level: 0, title: '', lines: [] }];
  let inCode = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('```')) inCode = !inCode;
    const [, hashes, title] = inCode ? [] : (/^(#{2,6}) (.*)$/.exec(line) ?? []);
    if (title === undefined) parts.at(-1).lines.push(line);
    else parts.push({ level: hashes.length, title, lines: [] });
  }
  // TypeDoc draws a line below each member, where the next heading is line enough.
  const textOf = (lines) =>
    lines
      .join('\n')
      .replace(/\n\*\*\*\s*$/, '')
      .trim();
  return parts.map(({ level, title, lines }) => ({ level, title, text: textOf(lines) }));
}

function tidyParts(parts) {
  let inList = false;
  return parts.flatMap(({ level, title, text }) => {
    const isAnchor = title.endsWith('}');
    const isItem = inList && level > 3 && !isAnchor && !afterList.has(title);
    inList = lists.has(title) || isItem;
    if (isItem) return [`- ${title}: ${text.replaceAll(/\s*\n\s*/g, ' ')}`];
    // What stands between is no heading any more.
    if (level < 4 || isAnchor) return [`${'#'.repeat(level > 4 ? level - 1 : level)} ${title}`, ...block(text)];
    return labelled(title, text);
  });
}

function labelled(title, text) {
  if (left.has(title)) return title.endsWith('Signature') ? block(text) : [];
  if (title === 'Generated') return [`Generated ${text}`];
  // The type stands in the signature already.
  if (title === 'Returns' && !text.includes('\n')) return [];
  if (title === 'Returns' || title === 'Throws')
    return [
      `**${title}:** ${text
        .split('\n\n')
        .slice(title === 'Returns' ? 1 : 0)
        .join('\n\n')}`,
    ];
  return [`**${title}**`, ...block(text)];
}

function block(text) {
  return text === '' ? [] : [text];
}
