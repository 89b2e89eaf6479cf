import { type DescEnum, type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf';
import { enumNames, fieldNames } from './message-names.ts';

/** A plain object as `encodeMessage` takes it. */
export type MessageInit = Record<string, unknown>;

/** The message that the JSON view of a recording shows, under our names. */
export function fromJsonView(schema: DescMessage, json: unknown): MessageInit {
  const init: MessageInit = {};
  for (const [name, value] of Object.entries(json as object)) {
    const field = findField(schema, name);
    const converted = Array.isArray(value) ? value.map((item) => convert(field, item)) : convert(field, value);
    if (field.oneof) init[field.oneof.localName] = { case: field.localName, value: converted };
    else init[field.localName] = converted;
  }
  return init;
}

function findField(schema: DescMessage, name: string): DescField {
  const ours = fieldNames[schema.name]?.[name] ?? name;
  const field = schema.fields.find((known) => known.name === ours);
  if (!field) throw new Error(`${schema.name} has no field ${ours} (recorded as ${name})`);
  return field;
}

function convert(field: DescField, value: unknown): unknown {
  if (field.message) return fromJsonView(field.message, value);
  if (field.enum) return enumNumber(field.enum, value);
  // Bytes are recorded in base64; strings, numbers and booleans as they are.
  return isBytes(field) ? new Uint8Array(Buffer.from(value as string, 'base64')) : value;
}

function enumNumber(desc: DescEnum, value: unknown): number {
  const number = typeof value === 'number' ? value : enumNames[desc.name]?.[value as string];
  if (number === undefined) throw new Error(`${desc.name} has no value ${value}`);
  return number;
}

function isBytes(field: DescField): boolean {
  return field.fieldKind === 'scalar' && field.scalar === ScalarType.BYTES;
}
