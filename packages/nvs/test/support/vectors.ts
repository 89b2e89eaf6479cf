import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { NvsEntry, NvsValue } from '../../src/index.ts';

const folder = new URL('../../../../test/vectors/nvs/', import.meta.url);

/** Returns a fixture of `test/vectors/nvs`. */
export function vector(name: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(new URL(name, folder)));
}

/** Returns text that compares faster than bytes. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

export function jsonVector<T>(name: string): T {
  // Some listings have 64-bit values as numbers, which would lose their last digits.
  const text = readFileSync(new URL(name, folder), 'utf8').replace(/("value": )(-?\d{16,})/g, '$1"$2"');
  return JSON.parse(text) as T;
}

/** A key as the JSON files beside the images describe it. */
export interface ListedEntry {
  readonly namespace: string;
  readonly key: string;
  readonly type: string;
  readonly value?: number | string;
  readonly hex?: string;
  readonly length?: number;
  readonly sha256?: string;
}

export interface Listing {
  readonly namespaces: Readonly<Record<string, number>>;
  readonly entries: readonly ListedEntry[];
}

/** Returns what was read, in the form of a listed entry. */
export function listed({ namespace, key }: NvsEntry, value: NvsValue | undefined, like: ListedEntry): ListedEntry {
  const name = { namespace, key };
  if (value?.type === 'blob') {
    if (like.hex !== undefined) return { ...name, type: 'blob', hex: hex(value.value) };
    const sha256 = createHash('sha256').update(value.value).digest('hex');
    return { ...name, type: 'blob', length: value.value.length, sha256 };
  }
  if (value?.type === 'string') return { ...name, type: 'str', value: value.value };
  if (value === undefined) return { ...name, type: 'none' };
  return { ...name, type: value.type, value: number(value.value) };
}

/** Returns a 64-bit value as listings have it, in some of which small ones are numbers. */
function number(value: number | bigint): number | string {
  return typeof value === 'number' ? value : String(value);
}
