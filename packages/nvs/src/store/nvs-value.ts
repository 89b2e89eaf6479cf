import type { Bytes } from '../flash.ts';
import { NvsError } from '../nvs-error.ts';
import { itemTypes, maxDataSize, payloadSize } from '../pages/item.ts';
import { utf8 } from '../utf8.ts';
import type { FloatType } from './float-text.ts';

/** A value with the type under which NVS keeps it. */
export type NvsValue =
  | { readonly type: 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32'; readonly value: number }
  | { readonly type: 'u64' | 'i64'; readonly value: bigint }
  | { readonly type: FloatType; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'blob'; readonly value: Bytes };

/** Names of the types that fit into one entry. */
export type ScalarType = Exclude<NvsValue['type'], 'string' | 'blob'>;

const scalarNames: ReadonlyMap<number, ScalarType> = new Map(
  (['u8', 'i8', 'u16', 'i16', 'u32', 'i32', 'u64', 'i64', 'float', 'double'] as const).map((name) => [
    itemTypes[name],
    name,
  ]),
);

/** Returns the type of a number by its byte in an entry. */
export function scalarName(type: number): ScalarType | undefined {
  return scalarNames.get(type);
}

/** Names of the types of whole numbers. */
export type IntegerType = Exclude<ScalarType, FloatType>;

/** Returns which numbers a type takes, for messages. */
export function expectedNumber(type: ScalarType): string {
  if (type === 'float' || type === 'double') {
    return `Expected a decimal number that ${type} can hold, or inf or -inf, for example 0.5`;
  }
  const bits = BigInt(type.slice(1));
  const [least, count] = type.startsWith('u') ? [0n, 1n << bits] : [-(1n << (bits - 1n)), 1n << (bits - 1n)];
  return `Expected a number from ${least} to ${count - 1n}, for example 42`;
}

/** Returns what an item keeps of a value: its data, a string with its NUL, or the whole payload of a number. */
export function encodeValue(value: NvsValue): Bytes {
  if (value.type === 'blob') return Uint8Array.from(value.value);
  if (value.type === 'string') {
    if (value.value.includes('\0')) throw new RangeError('a string cannot hold NUL');
    const data = utf8(`${value.value}\0`);
    if (data.length > maxDataSize) throw tooLong(data.length, maxDataSize);
    return data;
  }
  if (value.type === 'float' || value.type === 'double') return encodeFloat(value.type, value.value);
  const bits = Number(value.type.slice(1));
  const wide = BigInt(value.value);
  const kept = value.type.startsWith('u') ? BigInt.asUintN(bits, wide) : BigInt.asIntN(bits, wide);
  if (kept !== wide) throw new RangeError(`${value.value} does not fit ${value.type}. ${expectedNumber(value.type)}`);
  const payload = new Uint8Array(payloadSize);
  new DataView(payload.buffer).setBigUint64(0, BigInt.asUintN(64, wide), true);
  return payload.fill(0xff, bits / 8);
}

/** Refuses what firmware refuses, and what is so large that a float would make it infinite. */
function encodeFloat(type: FloatType, value: number): Bytes {
  const kept = type === 'float' ? Math.fround(value) : value;
  if (Number.isNaN(kept)) throw new RangeError(`${type} cannot hold NaN: firmware refuses it. ${expectedNumber(type)}`);
  if (Number.isFinite(value) && !Number.isFinite(kept)) {
    throw new RangeError(`${value} does not fit ${type}. ${expectedNumber(type)}`);
  }
  const payload = new Uint8Array(payloadSize).fill(0xff);
  const view = new DataView(payload.buffer);
  if (type === 'float') view.setFloat32(0, kept, true);
  else view.setFloat64(0, kept, true);
  return payload;
}

/** Returns the number in the first bytes of an entry's payload. */
export function decodeScalar(type: ScalarType, payload: Uint8Array): NvsValue {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  switch (type) {
    case 'u8':
      return { type, value: view.getUint8(0) };
    case 'i8':
      return { type, value: view.getInt8(0) };
    case 'u16':
      return { type, value: view.getUint16(0, true) };
    case 'i16':
      return { type, value: view.getInt16(0, true) };
    case 'u32':
      return { type, value: view.getUint32(0, true) };
    case 'i32':
      return { type, value: view.getInt32(0, true) };
    case 'u64':
      return { type, value: view.getBigUint64(0, true) };
    case 'i64':
      return { type, value: view.getBigInt64(0, true) };
    case 'float':
      return { type, value: view.getFloat32(0, true) };
    case 'double':
      return { type, value: view.getFloat64(0, true) };
  }
}

/** Returns the text of a stored string, which ends at its first NUL as it would in C. */
export function decodeString(data: Uint8Array): NvsValue {
  const end = data.indexOf(0);
  const text = end < 0 ? data : data.subarray(0, end);
  return { type: 'string', value: new TextDecoder('utf-8', { ignoreBOM: true }).decode(text) };
}

/** Returns the error of a value that no page, or no partition of this size, can hold. */
export function tooLong(size: number, limit: number): NvsError {
  return new NvsError('nvs/value-too-long', `a value of ${size} bytes does not fit: the limit is ${limit} bytes`, {
    details: { size, limit },
  });
}
