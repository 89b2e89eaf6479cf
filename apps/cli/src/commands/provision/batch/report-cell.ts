import { foreignText } from '@esp-prov/protocol';

/** Characters of the longest cell that is written: a name, an address or a message needs a few hundred. */
const longestCell = 1000;

/** Beginnings that a spreadsheet computes, also in their full-width and small forms, with blanks in front or without. */
const formulaStart = /^\s*[=+\-@\u{2212}\u{fe62}\u{fe63}\u{fe66}\u{fe6b}\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}]/u;

/**
 * Returns a value as the cell of a report in CSV: nothing in it steers a terminal, it is one line, and where a spreadsheet
 * would take it for a formula, or drop what stands in front, an apostrophe marks it as text.
 */
export function reportCell(value: string | number | null): string {
  const text = String(value ?? '');
  const shown = foreignText(text, longestCell);
  return formulaStart.test(shown) || /^[\t\r\n]/.test(text) ? `'${shown}` : shown;
}
