// Compares the bytes of an example with those that Espressif's code made.
import { readFileSync } from 'node:fs';

const folder = new URL('../../test/vectors/', import.meta.url);
const files = new Map();

/**
 * Passes if the bytes of `example`, plain and sealed, are those of its vectors.
 *
 * @param {import('./wire-example.mjs').WireExample} example
 * @throws Error that names the example, the vector and the first offset that differs
 */
export function requireRecorded(example) {
  requireSame(example.name, example.bytes, example.vector);
  for (const { bytes, vector } of example.sealed ?? []) requireSame(`${example.name}, sealed`, bytes, vector);
}

/** Returns the way to a vector in words, as in `handshake, 0, request`. */
export function vectorPlace(vector) {
  if ('from' in vector) return `from byte ${vector.from} on`;
  return vector.at.map((key) => (typeof key === 'object' ? Object.values(key).join(' ') : key)).join(', ');
}

function requireSame(name, bytes, vector) {
  if ('none' in vector) {
    if (!vector.none) throw new Error(`Example ${name} has neither a vector nor the reason why there is none`);
    return;
  }
  const recorded = recordedBytes(vector, bytes.length);
  const offset = firstDifference(bytes, recorded);
  if (offset === undefined) return;
  const where = `${vector.file}, ${vectorPlace(vector)}`;
  throw new Error(`Example ${name}, offset ${offset}: ${at(bytes, offset)}, but ${at(recorded, offset)} in ${where}`);
}

function recordedBytes({ file, at: way, from }, length) {
  const content = contentOf(file);
  if (way === undefined) return content.subarray(from, from + length);
  let value = content;
  for (const key of way) value = typeof key === 'object' ? value.find((item) => has(item, key)) : value?.[key];
  if (typeof value !== 'string' || !/^(?:[0-9a-f]{2})*$/.test(value)) {
    throw new Error(`${file} has no bytes at ${vectorPlace({ at: way })}`);
  }
  return Buffer.from(value, 'hex');
}

function contentOf(file) {
  if (!files.has(file)) {
    const content = readFileSync(new URL(file, folder));
    files.set(file, file.endsWith('.json') ? JSON.parse(content.toString('utf8')) : content);
  }
  return files.get(file);
}

function has(item, wanted) {
  return Object.entries(wanted).every(([key, value]) => item[key] === value);
}

function firstDifference(a, b) {
  const longer = Math.max(a.length, b.length);
  for (let offset = 0; offset < longer; offset++) if (a[offset] !== b[offset]) return offset;
  return undefined;
}

function at(bytes, offset) {
  return offset < bytes.length ? `byte ${bytes[offset].toString(16).padStart(2, '0')}` : 'the end';
}
