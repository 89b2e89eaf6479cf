import { Lexer } from 'yaml';

/** Columns by which a line may be indented, lists within lists of one line, and brackets within brackets. */
const [widestIndent, mostInLine, mostBrackets] = [128, 8, 32];

/** What stands in front of the source of a scalar. */
const scalarMark = '\u001f';

/**
 * Returns what in a YAML text is more than values within values; undefined for a plain one. To be asked before the
 * parser is: it calls itself for every level, and where the stack ends within a regular expression Node ends as well;
 * of tags and anchors in a row it takes the square of their number.
 */
export function beyondPlainYaml(text: string): string | undefined {
  let brackets = 0;
  let inLine = 0;
  let before = '\n';
  for (const lexeme of new Lexer().lex(text)) {
    const kind = before === scalarMark ? 'scalar' : lexeme;
    if (/^[&*]/.test(kind)) return 'has an anchor or alias (& or *). Expected every value in full, or quotes around it';
    if (/^[!%]/.test(kind)) return 'has a tag or directive (! or %). Expected plain values, or quotes around them';
    if (kind === '[' || kind === '{') brackets++;
    else if (kind === ']' || kind === '}') brackets = Math.max(0, brackets - 1);
    else if (kind === '-' || kind === '?' || kind === ':') inLine++;
    const isNewline = kind === '\n' || kind === '\r\n';
    // Between brackets a line end separates nothing.
    if (kind === ',' || '[]{}'.includes(kind) || (isNewline && brackets === 0)) inLine = 0;
    const isIndent = before.endsWith('\n') && kind.startsWith(' ');
    const isDeep = brackets > mostBrackets || inLine > mostInLine || (isIndent && kind.length > widestIndent);
    if (isDeep) return 'nests its values deeper than is read';
    before = kind;
  }
  return undefined;
}
