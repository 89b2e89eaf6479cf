// Names the bytes of a protobuf message: field number, wire type, name and value, by our own .proto files.
import { espressifField, espressifValue } from './espressif-names.mjs';

/** Numbers of the scalar types of protobuf that our messages have. */
const scalars = { bool: 8, string: 9, bytes: 12 };

/**
 * What is needed of a message's description.
 *
 * @typedef {{ name: string, fields: readonly WireSchemaField[] }} WireSchema
 */

/**
 * What is needed of a field's description.
 *
 * @typedef {object} WireSchemaField
 * @property {number} number
 * @property {string} name
 * @property {number | undefined} [scalar]
 * @property {WireSchema | undefined} [message]
 * @property {{ name: string, values: readonly { number: number, localName: string }[] } | undefined} [enum]
 */

/**
 * Returns the fields of a message, those of nested messages behind the one that holds them.
 *
 * @param {WireSchema} schema
 * @param {Uint8Array} bytes
 * @param {Record<string, string>} [notes] what to say about a field, by its name as Espressif's files spell it
 * @returns {import('./wire-example.mjs').WireField[]}
 */
export function protoFields(schema, bytes, notes = {}) {
  return messageFields(schema, bytes, { notes, depth: 0 });
}

function messageFields(schema, bytes, { notes, depth }) {
  const fields = [];
  for (let offset = 0; offset < bytes.length; ) {
    const tag = varint(bytes, offset);
    const number = Number(tag.value >> 3n);
    const wireType = Number(tag.value & 7n);
    const field = schema.fields.find((known) => known.number === number);
    if (!field || (wireType !== 0 && wireType !== 2)) {
      throw new Error(`${schema.name} has no field ${number} of wire type ${wireType}`);
    }
    const name = espressifField(schema.name, field.name);
    const value = varint(bytes, offset + tag.length);
    if (wireType === 0) {
      const meaning = [numberMeaning(field, value.value), notes[name]].filter(Boolean).join('. ');
      const parts = [tag.length, value.length];
      fields.push({ length: sum(parts), name, meaning, kind: `field ${number}, varint`, depth, parts });
      offset += sum(parts);
      continue;
    }
    const start = offset + tag.length + value.length;
    const content = bytes.subarray(start, start + Number(value.value));
    if (content.length < value.value) throw new Error(`${schema.name}.${name} ends behind the message`);
    if (field.message) {
      const parts = [tag.length, value.length];
      const kind = content.length === 0 ? 'empty message' : `message of ${counted(content.length)}`;
      fields.push({ length: sum(parts), name, meaning: notes[name], kind: `field ${number}, ${kind}`, depth, parts });
      fields.push(...messageFields(field.message, content, { notes, depth: depth + 1 }));
    } else {
      const parts = [tag.length, value.length, content.length];
      const meaning = [bytesMeaning(field, name, content), notes[name]].filter(Boolean).join('. ');
      fields.push({
        length: sum(parts),
        name,
        meaning,
        kind: `field ${number}, ${counted(content.length)}`,
        depth,
        parts,
      });
    }
    offset = start + content.length;
  }
  return fields;
}

/** Reads a varint of at most 64 bits. */
function varint(bytes, offset) {
  let value = 0n;
  for (let length = 0; length < 10; length++) {
    const byte = bytes[offset + length];
    if (byte === undefined) throw new Error(`The message ends in the middle of a number at offset ${offset}`);
    value |= BigInt(byte & 0x7f) << BigInt(7 * length);
    if (byte < 0x80) return { value, length: length + 1 };
  }
  throw new Error(`The number at offset ${offset} is too long`);
}

function numberMeaning(field, value) {
  if (field.scalar === scalars.bool) return value === 0n ? 'false' : 'true';
  const number = Number(BigInt.asIntN(32, value));
  if (!field.enum) return String(number);
  const known = field.enum.values.find((each) => each.number === number);
  return known ? `${number}: ${espressifValue(field.enum.name, known.localName)}` : `${number}: no name`;
}

/** Fields whose bytes people read as text. */
const texts = new Set(['ssid', 'passphrase', 'client_username']);

function bytesMeaning(field, name, content) {
  if (field.scalar !== scalars.string && !texts.has(name)) return '';
  return `“${new TextDecoder().decode(content)}”`;
}

function counted(length) {
  return length === 1 ? '1 byte' : `${length} bytes`;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
