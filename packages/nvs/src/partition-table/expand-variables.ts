import { tableCsvError } from './table-error.ts';

/** Longest line, also with its variables filled in: a row has far fewer characters, and a variable may come many times. */
const longestLine = 64 * 1024;

/** Characters of a name that a message repeats. */
const longestName = 64;

/**
 * Returns the line with `$NAME` and `${NAME}` filled in, as Python's `expandvars` does for the official tool: once,
 * anywhere in the line. Unlike there, a variable that is not known is refused rather than left as it stands.
 *
 * @throws NvsError `csv/invalid` with line and rule
 */
export function expandVariables(
  text: string,
  line: number,
  variables: Readonly<Record<string, string | undefined>>,
): string {
  checkLength(text, line);
  let result = '';
  let at = 0;
  // By hand: a regular expression would look for the end of each brace again.
  const lastBrace = text.lastIndexOf('}');
  for (let dollar = text.indexOf('$'); dollar >= 0; dollar = text.indexOf('$', at)) {
    const name = nameAt(text, dollar + 1, lastBrace);
    const value = name && Object.hasOwn(variables, name.text) ? variables[name.text] : undefined;
    if (name && value === undefined) {
      throw tableCsvError('variable-unknown', line, `the variable "${name.text.slice(0, longestName)}" is not known`);
    }
    const end = name?.end ?? dollar + 1;
    result += name ? text.slice(at, dollar) + value : text.slice(at, end);
    at = end;
    checkLength(result, line);
  }
  return result + text.slice(at);
}

function checkLength(text: string, line: number): void {
  if (text.length > longestLine) {
    throw tableCsvError('too-long', line, `the line is longer than ${longestLine} characters`);
  }
}

function nameAt(text: string, start: number, lastBrace: number): { text: string; end: number } | undefined {
  if (text[start] === '{') {
    if (lastBrace < start) return undefined;
    const end = text.indexOf('}', start);
    return { text: text.slice(start + 1, end), end: end + 1 };
  }
  const word = /\w+/y;
  word.lastIndex = start;
  const found = word.exec(text)?.[0];
  return found === undefined ? undefined : { text: found, end: start + found.length };
}
