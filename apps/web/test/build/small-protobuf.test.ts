import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import * as messages from '../../../../packages/protocol/src/messages/index.ts';
import * as small from '../../build/small-protobuf/codec.mjs';
import { BinaryReader } from '../../build/small-protobuf/wire.mjs';

type DescMessage = (typeof messages.SessionDataSchema)['file']['messages'][number];
type DescField = DescMessage['fields'][number];

interface Reader {
  uint32(): unknown;
  int32(): unknown;
  bool(): unknown;
  bytes(): unknown;
  tag(): unknown;
}

// The package that the protocol has; this one declares none.
const load = createRequire(new URL('../../../../packages/protocol/package.json', import.meta.url));
const library = load('@bufbuild/protobuf') as {
  create(schema: DescMessage, init: unknown): unknown;
  toBinary(schema: DescMessage, message: unknown): Uint8Array;
  fromBinary(schema: DescMessage, bytes: Uint8Array): unknown;
};
const { BinaryReader: LibraryReader } = load('@bufbuild/protobuf/wire') as {
  BinaryReader: new (bytes: Uint8Array) => Reader;
};

type Random = (below: number) => number;

/** Files of messages that the page has. */
const files = [
  messages.SessionDataSchema.file,
  messages.NetworkScanPayloadSchema.file,
  messages.NetworkConfigPayloadSchema.file,
  messages.NetworkCtrlPayloadSchema.file,
  messages.CustomConfigRequestSchema.file,
];
const schemas = files.flatMap((file) => file.messages);

/** Repeatable numbers, so that a failure can be looked at. */
function seeded(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function someValue(field: DescField, random: Random, depth: number): unknown {
  if (field.message) return someInit(field.message, random, depth + 1);
  if (field.enum) return [0, 1, 3, 200, -1][random(5)];
  switch (field.scalar) {
    case small.ScalarType.BOOL:
      return random(2) === 1;
    case small.ScalarType.STRING:
      return ['', 'home', 'Grüße 🛜'][random(3)];
    case small.ScalarType.BYTES:
      return Uint8Array.from({ length: random(4) * 60 }, () => random(256));
    case small.ScalarType.INT32:
      return [0, 1, -1, -67, 2 ** 31 - 1, -(2 ** 31)][random(6)];
    default:
      return [0, 1, 127, 128, 2 ** 32 - 1][random(5)];
  }
}

function someInit({ members }: DescMessage, random: Random, depth = 0): Record<string, unknown> {
  const init: Record<string, unknown> = {};
  for (const member of members) {
    if (random(3) === 0 || depth > 4) continue;
    if (member.kind === 'oneof') {
      const field = member.fields[random(member.fields.length)] as DescField;
      init[member.localName] = { case: field.localName, value: someValue(field, random, depth) };
    } else if (member.fieldKind === 'list') {
      init[member.localName] = Array.from({ length: random(4) }, () => someValue(member, random, depth));
    } else init[member.localName] = someValue(member, random, depth);
  }
  return init;
}

/** What a function returns, or that it throws. */
function outcome<T>(run: () => T): T | 'throws' {
  try {
    return run();
  } catch {
    return 'throws';
  }
}

test.each(schemas.map((schema) => [schema.typeName, schema] as const))('%s is written and read alike', (_, schema) => {
  const random = seeded(7);
  for (let i = 0; i < 40; i++) {
    const init = someInit(schema, random);
    const message = library.create(schema, init);
    expect(small.create(schema, init)).toEqual(message);
    const bytes = library.toBinary(schema, message);
    expect(small.toBinary(schema, message)).toEqual(bytes);
    expect(small.fromBinary(schema, bytes)).toEqual(library.fromBinary(schema, bytes));
  }
});

test('messages that are changed on the way are read alike, or refused alike', () => {
  const random = seeded(11);
  for (const schema of schemas) {
    for (let i = 0; i < 60; i++) {
      const bytes = Array.from(library.toBinary(schema, library.create(schema, someInit(schema, random))));
      // More than one message in a row are merged, and fields of others are unknown.
      const other = schemas[random(schemas.length)] as DescMessage;
      bytes.push(...library.toBinary(other, library.create(other, someInit(other, random))));
      const at = random(bytes.length + 1);
      if (random(2) === 0) bytes.splice(at, random(3), random(256));
      const changed = Uint8Array.from(bytes);
      const expected = outcome(() => messages.decodeMessage(schema, changed));
      // Behind the check of the wire format, which stands before both.
      if (expected === 'throws') continue;
      const whole = outcome(() => library.fromBinary(schema, changed));
      expect(outcome(() => small.fromBinary(schema, changed))).toEqual(whole);
      if (whole !== 'throws') expect(small.toBinary(schema, whole)).toEqual(library.toBinary(schema, whole));
    }
  }
});

test('numbers are read alike, whatever their bytes', () => {
  const random = seeded(13);
  for (let i = 0; i < 1500; i++) {
    const bytes = Uint8Array.from(
      { length: random(12) },
      () => [0x80, 0xff, 0x81, 0x7f, 1, 0, random(256)][random(7)] ?? 0,
    );
    for (const method of ['uint32', 'int32', 'bool', 'bytes', 'tag'] as const) {
      const expected = outcome(() => new LibraryReader(bytes)[method]());
      expect([method, bytes, outcome(() => new BinaryReader(bytes)[method]())]).toEqual([method, bytes, expected]);
    }
  }
});

test('numbers out of range, unfinished texts and groups are refused', () => {
  const { CmdScanWifiStart } = Object.fromEntries(schemas.map((schema) => [schema.name, schema]));
  const schema = CmdScanWifiStart as DescMessage;
  for (const groupChannels of [-1, 2 ** 32, 1.5, Number.NaN]) {
    expect(() => small.toBinary(schema, small.create(schema, { groupChannels }))).toThrow('is no uint32');
  }
  expect(() => small.fromBinary(schema, Uint8Array.of(0x53, 0x54))).toThrow('groups are not read');
  const connected = schemas.find(({ name }) => name === 'WifiConnectedState') as DescMessage;
  expect(() => small.fromBinary(connected, Uint8Array.of(0x0a, 1, 0xff))).toThrow();
});

test('no message of the page has a field of another kind', () => {
  const fields = schemas.flatMap((schema) => schema.fields);
  const known: readonly unknown[] = Object.values(small.ScalarType);
  const unknown = fields.filter(({ scalar, fieldKind }) => fieldKind === 'map' || (scalar && !known.includes(scalar)));
  expect(unknown.map(String)).toEqual([]);
});
