// The part of `@bufbuild/protobuf` that the page needs: messages of plain proto3 without maps, groups and large numbers.
// The whole runtime is a tenth of all that a page loads.
import { BinaryReader, BinaryWriter, WireType } from './wire.mjs';

export const ScalarType = { INT32: 5, BOOL: 8, STRING: 9, BYTES: 12, UINT32: 13 };

const { Varint, LengthDelimited } = WireType;

/** How scalars are read and written, and what they are while not set. */
const scalars = {
  [ScalarType.INT32]: { method: 'int32', wireType: Varint, zero: () => 0 },
  [ScalarType.BOOL]: { method: 'bool', wireType: Varint, zero: () => false },
  [ScalarType.STRING]: { method: 'string', wireType: LengthDelimited, zero: () => '' },
  [ScalarType.BYTES]: { method: 'bytes', wireType: LengthDelimited, zero: () => new Uint8Array(0) },
  [ScalarType.UINT32]: { method: 'uint32', wireType: Varint, zero: () => 0 },
};

/** An enum is written as a number. */
const scalarOf = ({ scalar = ScalarType.INT32 }) => scalars[scalar];

/** Returns a message with the fields that are given, others as they are while not set. */
export function create(schema, given = {}) {
  if (given.$typeName === schema.typeName) return given;
  const message = { $typeName: schema.typeName };
  for (const member of schema.members) {
    const { localName } = member;
    const value = given[localName];
    if (member.kind === 'oneof') {
      const field = member.fields.find((each) => each.localName === value?.case);
      const isGiven = field !== undefined && (value.value ?? undefined) !== undefined;
      message[localName] = isGiven ? { case: value.case, value: one(field, value.value) } : { case: undefined };
    } else if (member.fieldKind === 'list') message[localName] = (value ?? []).map((each) => one(member, each));
    else if (member.message) {
      if (value !== undefined && value !== null) message[localName] = one(member, value);
    } else message[localName] = value === undefined || value === null ? zeroOf(member) : one(member, value);
  }
  return message;
}

function one(field, value) {
  if (field.message) return create(field.message, value);
  return field.scalar === ScalarType.BYTES && Array.isArray(value) ? new Uint8Array(value) : value;
}

function zeroOf(field) {
  return field.enum ? field.enum.values[0].number : scalarOf(field).zero();
}

/** Encodes a message: fields in ascending number, those that are not set left out. */
export function toBinary(schema, message) {
  const writer = new BinaryWriter();
  for (const field of [...schema.fields].sort((a, b) => a.number - b.number)) {
    const value = selectedOf(field, message);
    if (!isSet(field, value)) continue;
    if (field.packed) {
      const list = new BinaryWriter();
      for (const each of value) list[scalarOf(field).method](each);
      writer.tag(field.number, LengthDelimited).bytes(list.finish());
    } else for (const each of field.fieldKind === 'list' ? value : [value]) writeOne(writer, field, each);
  }
  for (const { no, wireType, data } of message.$unknown ?? []) writer.tag(no, wireType).raw(data);
  return writer.finish();
}

function selectedOf({ oneof, localName }, message) {
  if (!oneof) return message[localName];
  const selected = message[oneof.localName];
  return selected.case === localName ? selected.value : undefined;
}

function isSet(field, value) {
  if (value === undefined) return false;
  if (field.fieldKind === 'list' || field.scalar === ScalarType.BYTES) {
    return field.oneof !== undefined || value.length > 0;
  }
  return field.oneof !== undefined || field.message !== undefined || value !== zeroOf(field);
}

function writeOne(writer, field, value) {
  if (field.message) writer.tag(field.number, LengthDelimited).bytes(toBinary(field.message, value));
  else {
    const { method, wireType } = scalarOf(field);
    writer.tag(field.number, wireType)[method](value);
  }
}

/** Decodes a message; fields that it does not know are kept aside. */
export function fromBinary(schema, bytes) {
  return readInto(create(schema), schema, bytes);
}

function readInto(message, schema, bytes) {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [no, wireType] = reader.tag();
    const field = schema.fields.find(({ number }) => number === no);
    if (field) readField(message, field, wireType, reader);
    else message.$unknown = [...(message.$unknown ?? []), { no, wireType, data: reader.skip(wireType) }];
  }
  return message;
}

function readField(message, field, wireType, reader) {
  const { localName, oneof, message: schema } = field;
  if (field.fieldKind === 'list') readList(message[localName], field, wireType, reader);
  else {
    // A message that comes twice is one.
    const value = schema
      ? readInto(selectedOf(field, message) ?? create(schema), schema, reader.bytes())
      : reader[scalarOf(field).method]();
    if (oneof) message[oneof.localName] = { case: localName, value };
    else message[localName] = value;
  }
}

function readList(list, field, wireType, reader) {
  if (field.message) list.push(fromBinary(field.message, reader.bytes()));
  else {
    const { method, wireType: own } = scalarOf(field);
    if (own !== Varint || wireType !== LengthDelimited) list.push(reader[method]());
    else {
      const packed = new BinaryReader(reader.bytes());
      while (packed.pos < packed.len) list.push(packed[method]());
    }
  }
}
