import { parseNvsCsv } from '@esp-prov/nvs';
import { fromHex, ProvisioningError, type SaltAndVerifier } from '@esp-prov/protocol';
import { withFlashErrors } from '../../report/flash-error.ts';

/** A pair of salt and verifier, and where it was found. */
export interface PlacedPair {
  readonly place: string;
  readonly pair: SaltAndVerifier;
}

/** A salt or a verifier, with its name. */
interface Half {
  readonly group: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Most bytes of one value: a verifier has 384, a salt fewer. */
const longestValue = 384;

/**
 * Returns the pairs in a text: C arrays as esp_prov prints them, lines of JSON of `esp-prov credentials`, or the CSV of
 * an NVS generator.
 *
 * @throws ProvisioningError `flash/invalid-csv`; `usage/invalid-option` for a value that is none
 */
export function pairsInText(text: string): PlacedPair[] {
  return pairsOf(halvesIn(text));
}

function halvesIn(text: string): Half[] {
  const start = text.trimStart();
  if (start.startsWith('{')) return jsonHalves(text);
  if (/^("?key"?|"?type"?|"?encoding"?|"?value"?|#)[ \t,]/.test(start)) return csvHalves(text);
  return arrayHalves(text);
}

/** Returns each salt with the verifier of the same name beside it. */
function pairsOf(halves: readonly Half[]): PlacedPair[] {
  const named = new Map(halves.map((half) => [`${half.group}\0${half.name}`, half]));
  return halves.flatMap(({ group, name, bytes: salt }) => {
    const other = name.replace('salt', 'verifier');
    const verifier = other === name ? undefined : named.get(`${group}\0${other}`)?.bytes;
    return verifier ? [{ place: group === '' ? name : `${group} ${name}`, pair: { salt, verifier } }] : [];
  });
}

function jsonHalves(text: string): Half[] {
  return text.split('\n').flatMap((line, i) => {
    const value = objectOf(line);
    const { salt, verifier } = value ?? {};
    if (typeof salt !== 'string' || typeof verifier !== 'string') return [];
    const group = i === 0 ? '' : `line ${i + 1}`;
    return Object.entries({ salt, verifier }).map(([name, hex]) => ({ group, name, bytes: hexBytes(hex, name) }));
  });
}

function objectOf(line: string): Record<string, unknown> | undefined {
  if (line.trim() === '') return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    throw invalid('this is no JSON value on one line. Expected a line as esp-prov credentials --json prints it');
  }
}

function csvHalves(text: string): Half[] {
  let group = '';
  return withFlashErrors(() => parseNvsCsv(text)).flatMap(({ key, type, encoding, value }) => {
    if (type === 'namespace') group = key;
    if (type !== 'data' || encoding !== 'hex2bin' || !/salt|verifier/.test(key)) return [];
    return [{ group, name: key, bytes: hexBytes(value.trim(), key) }];
  });
}

/** Returns the arrays of a C source whose names say salt or verifier. */
function arrayHalves(text: string): Half[] {
  const halves: Half[] = [];
  for (let open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
    const close = text.indexOf('}', open);
    if (close < 0) break;
    const name = arrayName(text.slice(Math.max(0, open - 160), open));
    const bytes = /salt|verifier/.test(name) ? arrayBytes(text.slice(open + 1, close), name) : [];
    if (bytes.length > 0) halves.push({ group: '', name, bytes: Uint8Array.from(bytes) });
    open = close;
  }
  return halves;
}

/** Returns the name of the array whose declaration ends here, as in `static const char sec2_salt[] = `; empty: none. */
function arrayName(declaration: string): string {
  const bracket = declaration.lastIndexOf('[');
  if (!/^\[[^\]]{0,40}\][^\]]{0,20}$/.test(declaration.slice(Math.max(bracket, 0)))) return '';
  // By hand, as an expression that looks for the last word takes quadratic time.
  const before = declaration.slice(0, bracket).trimEnd();
  let start = before.length;
  while (start > 0 && /\w/.test(before.charAt(start - 1))) start--;
  return before.slice(start);
}

function arrayBytes(body: string, name: string): number[] {
  // Each byte takes six characters and the break of its line.
  if (body.length > longestValue * 16) throw invalid(`the array ${name} has more than ${longestValue} bytes`);
  const words = body.split(',').map((word) => word.trim());
  const values = words.filter((word, i) => word !== '' || i < words.length - 1);
  return values.map((word) => {
    const value = /^(0x[0-9a-f]{1,2}|\d{1,3})$/i.test(word) ? Number(word) : Number.NaN;
    if (value <= 0xff) return value;
    throw invalid(`a value of the array ${name} is no byte. Expected bytes, for example 0x03, 0x6e`);
  });
}

/** Returns the bytes of hexadecimal digits, without repeating them in the error. */
export function hexBytes(text: string, name: string): Uint8Array {
  try {
    const bytes = fromHex(text);
    if (bytes.length > 0 && bytes.length <= longestValue) return bytes;
  } catch {
    // Reported below.
  }
  throw invalid(`${name} is no value of 1 to ${longestValue} bytes. Expected hexadecimal digits, for example 036ee0c7`);
}

function invalid(why: string): ProvisioningError {
  return new ProvisioningError('usage/invalid-option', why);
}
