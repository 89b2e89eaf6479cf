import { readdirSync, readFileSync } from 'node:fs';
import {
  NetworkConfigPayloadSchema,
  NetworkCtrlPayloadSchema,
  NetworkScanPayloadSchema,
  SessionDataSchema,
} from '@esp-prov/protocol/messages';
import { describe, expect, test } from 'vitest';
import { protoFields } from '../../wire/proto-fields.mjs';
import { requireCovered } from '../../wire/wire-example.mjs';

/** A message of Espressif's Python, and what it says under Espressif's names. */
interface Encoding {
  readonly message: string;
  readonly label: string;
  readonly json: unknown;
  readonly hex: string;
}

const schemas = {
  SessionData: SessionDataSchema,
  NetworkConfigPayload: NetworkConfigPayloadSchema,
  NetworkScanPayload: NetworkScanPayloadSchema,
  NetworkCtrlPayload: NetworkCtrlPayloadSchema,
};
const folder = new URL('../../../test/vectors/protocol/', import.meta.url);
const { encodings } = JSON.parse(readFileSync(new URL('protobuf-net.json', folder), 'utf8')) as {
  encodings: readonly Encoding[];
};

const fieldsOf = ({ message, hex }: Encoding) =>
  protoFields(schemas[message as keyof typeof schemas], Buffer.from(hex, 'hex'));

/** Names of fields and of enum values that the recording shows, in order. */
function namesIn(json: unknown): string[] {
  if (Array.isArray(json)) return json.flatMap(namesIn);
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([name, value]) =>
    Array.isArray(value) ? value.flatMap((item) => [name, ...namesIn(item)]) : [name, ...namesIn(value)],
  );
}

/** Fields whose values are those of an enum. */
const enumFields = [
  'msg',
  'status',
  'sec_ver',
  'wifi_sta_state',
  'wifi_fail_reason',
  'auth',
  'auth_mode',
  'thread_state',
];

/** Enum values that the recording shows by their names; those without a name are numbers there. */
function enumsIn(json: unknown): string[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([name, value]) =>
    typeof value === 'string' && [...enumFields, 'thread_fail_reason'].includes(name) ? [value] : enumsIn(value),
  );
}

test('the folder of vectors has messages of the newest component', () => {
  expect(readdirSync(folder)).toContain('protobuf-net.json');
  expect(encodings.length).toBe(112);
});

describe.each(encodings)('$message “$label”', (encoding) => {
  test('has a field for every byte, under the names of Espressif', () => {
    const fields = fieldsOf(encoding);
    requireCovered({
      name: encoding.label,
      says: '',
      bytes: Buffer.from(encoding.hex, 'hex'),
      fields,
      vector: { none: 'x' },
    });
    expect(fields.map(({ name }: { name: string }) => name).toSorted()).toEqual(namesIn(encoding.json).toSorted());
  });

  test('has the enum values that Espressif names', () => {
    const meanings = fieldsOf(encoding).map(({ meaning = '' }: { meaning?: string }) =>
      meaning.replace(/^-?\d+: /, ''),
    );
    expect(meanings).toEqual(expect.arrayContaining(enumsIn(encoding.json)));
  });
});

describe('protoFields', () => {
  test.each([
    ['10', 'The message ends in the middle of a number at offset 1'],
    ['10ff', 'The message ends in the middle of a number at offset 1'],
    [`10${'ff'.repeat(11)}`, 'The number at offset 1 is too long'],
    ['0d00000000', 'SessionData has no field 1 of wire type 5'],
    ['7a00', 'SessionData has no field 15 of wire type 2'],
    ['5a05', 'SessionData.sec1 ends behind the message'],
  ])('refuses %s', (hex, message) => {
    expect(() => protoFields(SessionDataSchema, Buffer.from(hex, 'hex'))).toThrow(message);
  });
});
