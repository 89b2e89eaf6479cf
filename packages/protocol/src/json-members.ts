/** A member of a JSON object, its value as the text that stands there. */
export interface JsonMember {
  readonly name: string;
  /** The value as JSON: `"text"`, `7`, `[1.0]`. */
  readonly json: string;
}

/**
 * Returns the members of a JSON object as they stand: in their order, numbers with all their digits, names like
 * `__proto__` as names.
 *
 * @param text - an object that `JSON.parse` takes
 */
export function jsonMembers(text: string): JsonMember[] {
  const members: JsonMember[] = [];
  let at = text.indexOf('{') + 1;
  for (;;) {
    const start = skipBlank(text, at);
    if (text[start] !== '"') return members;
    const nameEnd = stringEnd(text, start);
    const valueStart = skipBlank(text, text.indexOf(':', nameEnd) + 1);
    at = valueEnd(text, valueStart);
    const name = String(JSON.parse(text.slice(start, nameEnd)));
    members.push({ name, json: text.slice(valueStart, at).trimEnd() });
    at = skipBlank(text, at) + 1;
  }
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\r\n'.includes(text[at] as string)) at++;
  return at;
}

/** Returns the place behind a string that begins at `from`. */
function stringEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** Returns the place of the comma or brace that ends a value. */
function valueEnd(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; ) {
    const character = text[at] as string;
    if (character === '"') {
      at = stringEnd(text, at);
      continue;
    }
    if (depth === 0 && (character === ',' || character === '}')) return at;
    if (character === '{' || character === '[') depth++;
    if (character === '}' || character === ']') depth--;
    at++;
  }
  return text.length;
}
