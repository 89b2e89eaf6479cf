import { csvError } from '../csv/csv-error.ts';
import type { Bytes } from '../flash.ts';
import type { NvsError } from '../nvs-error.ts';
import { type FloatType, parseFloatText } from '../store/float-text.ts';
import { expectedNumber, type IntegerType, type NvsValue } from '../store/nvs-value.ts';
import { decodeUtf8, utf8 } from '../utf8.ts';
import { decodeBase64, decodeHex } from './binary-text.ts';
import type { NvsRow } from './nvs-csv.ts';

/** Yields the content of a file that a row names; throws where there is none, with the reason as its message. */
export type ReadFile = (name: string) => Uint8Array;

const fillPattern = /^blob_(sz_)?fill\((\d+);(0x[0-9a-fA-F]{2})\)$/;

/** What a row says, and what it stores. */
export interface RowValue {
  readonly value: NvsValue;
  /** The bytes of text that was given as such, before it was filled up; what hidden keys are derived from. */
  readonly text?: Bytes;
}

/** Returns the value of a row of type `data` or `file`. */
export function rowValue(row: NvsRow, readFile?: ReadFile): RowValue {
  const { encoding } = row;
  if (isInteger(encoding)) return { value: scalar(row, encoding, textOf(row, readFile)) };
  switch (encoding) {
    case 'float':
    case 'double':
      return { value: fraction(row, encoding, textOf(row, readFile)) };
    case 'string': {
      const text = textOf(row, readFile);
      if (text.includes('\0')) throw error(row, 'string', 'a string cannot hold NUL');
      return { value: { type: 'string', value: text }, text: utf8(text) };
    }
    case 'hex2bin':
      return { value: blob(decodeHex(textOf(row, readFile).trim()) ?? refuse(row, 'hex2bin', 'pairs of hex digits')) };
    case 'base64':
      return { value: blob(decodeBase64(textOf(row, readFile)) ?? refuse(row, 'base64', 'Base64')) };
    case 'binary': {
      const content = contentOf(row, readFile);
      return { value: blob(content), text: content };
    }
    default: {
      const content = contentOf(row, readFile);
      return { value: blob(filled(row, content)), text: content };
    }
  }
}

function contentOf(row: NvsRow, readFile: ReadFile | undefined): Bytes {
  return row.type === 'data' ? utf8(row.value) : fileContent(row, readFile);
}

function textOf(row: NvsRow, readFile: ReadFile | undefined): string {
  if (row.type === 'data') return row.value;
  return decodeUtf8(fileContent(row, readFile)) ?? refuse(row, 'utf8', 'UTF-8');
}

function fileContent({ value, line = 0 }: NvsRow, readFile: ReadFile | undefined): Bytes {
  const place = { line, column: 'value' };
  if (!readFile) throw csvError(place, 'file', 'there are no files to read from');
  try {
    return Uint8Array.from(readFile(value));
  } catch (cause) {
    const why = cause instanceof Error && cause.message !== '' ? `: ${cause.message}` : '';
    throw csvError(place, 'file', `the file "${value}" cannot be read${why}`, cause);
  }
}

/** Whether rows may have this encoding; the value must still suit it. */
export function isEncoding(encoding: string): boolean {
  return (
    isInteger(encoding) || /^(float|double|string|hex2bin|base64|binary)$/.test(encoding) || fillPattern.test(encoding)
  );
}

function isInteger(encoding: string): encoding is IntegerType {
  return /^[ui](8|16|32|64)$/.test(encoding);
}

/** Reads a number: decimal only, in the spellings that Python's `int` takes. */
function scalar(row: NvsRow, type: IntegerType, text: string): NvsValue {
  const digits = text.trim().replace(/(?<=\d)_(?=\d)/g, '');
  if (!/^[+-]?\d+$/.test(digits)) throw error(row, 'integer', `${type} takes a decimal number`);
  // A number with more digits is out of any range, and BigInt would take its time on very many of them.
  if (digits.replace(/^[+-]?0*/, '').length > 20)
    throw error(row, 'range', `the number does not fit ${type}. ${expectedNumber(type)}`);
  const value = BigInt(digits.replace(/^\+/, ''));
  const bits = Number(type.slice(1));
  if (value !== (type.startsWith('u') ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value))) {
    throw error(row, 'range', `the number does not fit ${type}. ${expectedNumber(type)}`);
  }
  return type === 'u64' || type === 'i64' ? { type, value } : { type, value: Number(value) };
}

/** Reads a number with a fraction; Espressif's generator has no encoding for it. */
function fraction(row: NvsRow, type: FloatType, text: string): NvsValue {
  const value = parseFloatText(type, text.trim());
  if (value !== undefined) return { type, value };
  throw error(row, 'number', `the value is none that ${type} takes. ${expectedNumber(type)}`);
}

/** Longest value of a whole `blob_fill`: what 127 pages hold. */
const highestFill = 127 * 4000;

function filled(row: NvsRow, content: Uint8Array): Bytes {
  const [, sized, lengthText = '', fill = ''] = fillPattern.exec(row.encoding) ?? [];
  if (lengthText === '') {
    throw csvError({ line: row.line ?? 0, column: 'encoding' }, 'encoding', `there is no encoding "${row.encoding}"`);
  }
  const length = Number(lengthText);
  if (length > highestFill) throw error(row, 'fill', `${length} bytes are too many to fill up to`);
  if (content.length > length) throw error(row, 'fill', `the value has ${content.length} bytes, more than ${length}`);
  const prefix = sized === undefined ? 0 : 4;
  const bytes = new Uint8Array(prefix + length).fill(Number(fill));
  if (prefix > 0) new DataView(bytes.buffer).setUint32(0, content.length, true);
  bytes.set(content, prefix);
  return bytes;
}

function blob(value: Bytes): NvsValue {
  return { type: 'blob', value };
}

function error(row: NvsRow, rule: string, message: string): NvsError {
  return csvError({ line: row.line ?? 0, column: 'value' }, rule, `${message} (key "${row.key}")`);
}

function refuse(row: NvsRow, rule: string, what: string): never {
  throw error(row, rule, `the value is not ${what}`);
}
