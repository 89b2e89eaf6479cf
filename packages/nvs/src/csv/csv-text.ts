import { NvsError } from '../nvs-error.ts';
import { decodeUtf8 } from '../utf8.ts';

/**
 * Returns the text of a CSV file, which is UTF-8 unless its byte-order mark says otherwise.
 *
 * @throws NvsError `csv/invalid` when the bytes are not of that encoding
 */
export function csvText(source: string | Uint8Array): string {
  const text = typeof source === 'string' ? source : decode(source);
  if (text === undefined) {
    throw new NvsError('csv/invalid', 'the file is not text of a known encoding', { details: { rule: 'encoding' } });
  }
  return text.replace(/^\ufeff/, '');
}

function decode(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  // UTF-32 first: its little-endian mark begins with that of UTF-16.
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return units(bytes, 4, true);
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return units(bytes, 4, false);
  if (a === 0xff && b === 0xfe) return units(bytes, 2, true);
  if (a === 0xfe && b === 0xff) return units(bytes, 2, false);
  return decodeUtf8(bytes);
}

/** Decodes by hand, since platforms need not decode big-endian UTF-16, and none decodes UTF-32. */
function units(bytes: Uint8Array, width: 2 | 4, littleEndian: boolean): string | undefined {
  if (bytes.length % width !== 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  for (let at = 0; at < bytes.length; at += width) {
    const unit = width === 2 ? view.getUint16(at, littleEndian) : view.getUint32(at, littleEndian);
    if (unit > 0x10ffff) return undefined;
    text += width === 2 ? String.fromCharCode(unit) : String.fromCodePoint(unit);
  }
  return text;
}
