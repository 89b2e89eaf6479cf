import { decodeUtf8, type ErrorCode, ProvisioningError } from '@esp-prov/protocol';

/** What a text file is, for the error that says why it cannot be used. */
export interface TextFileOptions {
  /** As it stands in an error: `the list devices.csv`. */
  readonly called: string;
  readonly code: ErrorCode;
  /** How such a file is made, as an example in an error: `a file saved as “CSV UTF-8”`. */
  readonly example?: string;
}

/**
 * Returns the text of a file, which is UTF-8 with or without a byte-order mark. Anything else is refused with its line:
 * a replacement character would be provisioned as if it were meant.
 *
 * @throws ProvisioningError of the code in the options
 */
export function textOfFile(content: Uint8Array, { called, code, example }: TextFileOptions): string {
  const wide = wideEncoding(content);
  const expected = `Expected UTF-8${example === undefined ? '' : `, for example ${example}`}`;
  if (wide) throw new ProvisioningError(code, `${called} is ${wide}. ${expected}`);
  const text = decodeUtf8(content);
  if (text !== undefined) return text.startsWith('\u{feff}') ? text.slice(1) : text;
  const line = firstForeignLine(content);
  throw new ProvisioningError(code, `line ${line} of ${called} is not UTF-8. ${expected}`, { details: { line } });
}

/** UTF-16 and UTF-32 by their marks, or by the zero bytes that every plain letter has there. */
function wideEncoding(content: Uint8Array): string | undefined {
  const [a, b, c, d] = content;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'UTF-32' : 'UTF-16';
  if (a === 0xfe && b === 0xff) return 'UTF-16';
  if (content.length >= 4 && (a === 0) !== (b === 0) && (a === 0) === (c === 0) && (b === 0) === (d === 0))
    return 'UTF-16';
  return undefined;
}

/** Line ends are single bytes of UTF-8 wherever they stand, so the lines are looked at one by one. */
function firstForeignLine(content: Uint8Array): number {
  let line = 1;
  let start = 0;
  while (start < content.length) {
    const end = content.indexOf(0x0a, start);
    const stop = end < 0 ? content.length : end;
    if (decodeUtf8(content.subarray(start, stop)) === undefined) return line;
    start = stop + 1;
    line++;
  }
  return line;
}
