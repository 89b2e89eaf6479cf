import type { DescField, DescMessage } from '@bufbuild/protobuf';
import { ScalarType } from '@bufbuild/protobuf';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

const longestVarint = 10;

/**
 * Passes when every known field of `bytes` has its wire type and lies within its message, no varint is too long, and
 * there are no groups. `fromBinary` checks none of these and would read on with the wrong octets; the firmware's parser
 * refuses them.
 *
 * @throws Error naming the first field that offends
 */
export function requireWireFormat(schema: DescMessage, bytes: Uint8Array): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    if (wireType === WireType.StartGroup) throw new Error(`field ${number} of ${schema.name} is a group`);
    const content = reader.skip(wireType, number);
    if (wireType === WireType.Varint && content.length > longestVarint) {
      throw new Error(`field ${number} of ${schema.name} is a varint of ${content.length} octets`);
    }
    const field = schema.fields.find((known) => known.number === number);
    if (!field) continue;
    if (wireType !== wireTypeOf(field)) {
      throw new Error(`field ${schema.name}.${field.name} has wire type ${wireType}`);
    }
    if (field.message) requireWireFormat(field.message, new BinaryReader(content).bytes());
  }
}

/** Our messages have no packed lists, maps, groups or fixed-size numbers. */
function wireTypeOf(field: DescField): WireType {
  const delimited = field.message || field.scalar === ScalarType.STRING || field.scalar === ScalarType.BYTES;
  return delimited ? WireType.LengthDelimited : WireType.Varint;
}
