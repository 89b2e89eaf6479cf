import type { DescField, DescMessage, DescOneof } from '@bufbuild/protobuf';
import { ScalarType } from '@bufbuild/protobuf';
import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { type Bytes, concatBytes } from '../bytes.ts';

const longestVarint = 10;
/** Longest tag or length, in bytes. */
const longestPrefix = 5;
const highestNumber = 2 ** 29 - 1;

/** A field as it is handed on. */
interface Part {
  readonly oneof: DescOneof | undefined;
  readonly bytes: Uint8Array;
}

/**
 * Returns what the firmware's parser, protobuf-c, makes of `bytes`, in a form that `fromBinary` reads alike. That every
 * known field has its wire type and lies within its message, that no number or length is too long and that there are no
 * groups is checked here, as `fromBinary` would read on with the wrong bytes. Of the members of a oneof only the last
 * is left: `fromBinary` would merge one that comes twice.
 *
 * @throws Error naming the first field that offends
 */
export function asFirmwareReads(schema: DescMessage, bytes: Uint8Array): Bytes {
  const reader = new BinaryReader(bytes);
  const parts: Part[] = [];
  while (reader.pos < reader.len) parts.push(readField(schema, reader, bytes));
  const last = new Map(parts.map(({ oneof }, index) => [oneof, index]));
  const kept = parts.filter(({ oneof }, index) => !oneof || last.get(oneof) === index);
  return concatBytes(...kept.map(({ bytes }) => bytes));
}

function readField(schema: DescMessage, reader: BinaryReader, bytes: Uint8Array): Part {
  const start = reader.pos;
  const [number, wireType] = readTag(reader, bytes);
  if (wireType === WireType.StartGroup) throw new Error(`field ${number} of ${schema.name} is a group`);
  const content = reader.skip(wireType, number);
  if (wireType === WireType.Varint && content.length > longestVarint) {
    throw new Error(`field ${number} of ${schema.name} is a varint of ${content.length} bytes`);
  }
  const inner = wireType === WireType.LengthDelimited ? new BinaryReader(content).bytes() : content;
  if (content.length - inner.length > longestPrefix) throw new Error(`the length of field ${number} is too long`);
  // No field has such a number, and `fromBinary` would refuse it.
  if (number > highestNumber) return { oneof: undefined, bytes: new Uint8Array(0) };
  const field = schema.fields.find((known) => known.number === number);
  const isPacked = field !== undefined && isPackable(field) && wireType === WireType.LengthDelimited;
  if (isPacked) requireNumbers(field, inner);
  if (field && !isPacked && wireType !== wireTypeOf(field)) {
    throw new Error(`field ${schema.name}.${field.name} has wire type ${wireType}`);
  }
  const kept = field?.message
    ? messageField(number, asFirmwareReads(field.message, inner))
    : bytes.subarray(start, reader.pos);
  return { oneof: field?.oneof, bytes: kept };
}

/** Reads the number and wire type; protobuf-c takes a tag of five bytes whole, so that its numbers may have 32 bits. */
function readTag(reader: BinaryReader, bytes: Uint8Array): [number: number, wireType: number] {
  const start = reader.pos;
  const low = reader.uint32();
  const { length, 4: fifth = 0 } = bytes.subarray(start, reader.pos);
  const number = (low >>> 3) + (fifth >> 4) * 2 ** 29;
  if (length > longestPrefix || number === 0) throw new Error(`a tag of ${length} bytes has number ${number}`);
  return [number, low & 7];
}

function messageField(number: number, message: Uint8Array): Uint8Array {
  return new BinaryWriter().tag(number, WireType.LengthDelimited).bytes(message).finish();
}

/** Whether the values may stand in one field one after another; each may also have a field of its own. */
function isPackable(field: DescField): boolean {
  return field.fieldKind === 'list' && wireTypeOf(field) === WireType.Varint;
}

/** Checks that a packed list ends with a number: `fromBinary` would read on behind the field. */
function requireNumbers(field: DescField, list: Uint8Array): void {
  let length = 0;
  for (const byte of list) {
    length = byte > 0x7f ? length + 1 : 0;
    if (length >= longestVarint) throw new Error(`field ${field.name} holds a varint that is too long`);
  }
  if (length > 0) throw new Error(`field ${field.name} ends within a number`);
}

/** Our messages have no maps, groups or fixed-size numbers. */
function wireTypeOf(field: DescField): WireType {
  const delimited = field.message || field.scalar === ScalarType.STRING || field.scalar === ScalarType.BYTES;
  return delimited ? WireType.LengthDelimited : WireType.Varint;
}
