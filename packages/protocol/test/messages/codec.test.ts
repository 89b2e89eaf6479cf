import { create, type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf';
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bytes, concatBytes, fromHex, toHex, utf8 } from '../../src/bytes.ts';
import {
  decodeMessage,
  encodeMessage,
  NetworkConfigPayloadSchema,
  NetworkCtrlPayloadSchema,
  NetworkScanPayloadSchema,
  SessionDataSchema,
} from '../../src/messages/index.ts';
import {
  LocalCtrlPayloadSchema,
  RmakerChallengePayloadSchema,
  RmakerClaimPayloadSchema,
  RmakerDataPayloadSchema,
} from '../../src/messages/vendor/index.ts';
import { arbitraryMessage } from '../support/arbitrary-message.ts';
import { codeOf, errorOf } from '../support/error-code.ts';
import { loadMessages } from '../support/load-vector.ts';
import { schemas } from '../support/message-names.ts';

const payloads: readonly { readonly name: string; readonly schema: DescMessage }[] = [
  SessionDataSchema,
  NetworkConfigPayloadSchema,
  NetworkScanPayloadSchema,
  NetworkCtrlPayloadSchema,
  LocalCtrlPayloadSchema,
  RmakerChallengePayloadSchema,
  RmakerClaimPayloadSchema,
  RmakerDataPayloadSchema,
].map((schema) => ({ name: schema.name, schema }));

const recorded = loadMessages().flatMap(({ encodings }) =>
  encodings.map(({ message, hex }) => ({ schema: schemas[message] ?? SessionDataSchema, bytes: fromHex(hex) })),
);

describe.each(payloads)('$name', ({ schema }) => {
  test('holds after decoding what it held before encoding', () => {
    fc.assert(
      fc.property(arbitraryMessage(schema), (init) => {
        expect(decodeMessage(schema, encodeMessage(schema, init))).toEqual(create(schema, init));
      }),
    );
  });

  test('is a value or malformed, whatever bytes arrive', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => expectValueOrMalformed(schema, bytes)),
      { numRuns: 500 },
    );
  });

  test('is a value or malformed, whatever happens to the bytes of a real one', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(arbitraryMessage(schema), damage, (init, damage) => {
        const bytes = encodeMessage(schema, init);
        for (const [index, value] of damage) if (bytes.length > 0) bytes[index % bytes.length] = value;
        expectValueOrMalformed(schema, bytes);
      }),
      { numRuns: 300 },
    );
  });

  test('is read from a view into a larger buffer as from a buffer of its own', () => {
    fc.assert(
      fc.property(arbitraryMessage(schema), fc.nat(20), (init, offset) => {
        const bytes = encodeMessage(schema, init);
        const backing = new Uint8Array(bytes.length + 40).fill(0xff);
        backing.set(bytes, offset);
        const view = backing.subarray(offset, offset + bytes.length);
        expect(toHex(encodeMessage(schema, decodeMessage(schema, view)))).toBe(toHex(bytes));
      }),
    );
  });

  test('ignores fields that it does not know, of every wire type but groups and at every depth', () => {
    const { [WireType.StartGroup]: _, ...readable } = contents(1000);
    const unknown = concatBytes(...Object.values(readable));
    for (const { path } of fieldsOf(schema)) {
      const bytes = wrap(path, unknown);
      expect(decodeMessage(schema, bytes)).toMatchObject(decodeMessage(schema, wrap(path, new Uint8Array(0))));
    }
  });

  test('is malformed with a group in it, though nobody knows its number, at every depth', () => {
    const { [WireType.StartGroup]: group = new Uint8Array(0) } = contents(1000);
    for (const { path } of fieldsOf(schema)) {
      expect(codeOf(() => decodeMessage(schema, wrap(path, group)))).toBe('message/malformed');
    }
  });

  const wrongTypes = fieldsOf(schema).flatMap(({ path, field }) =>
    Object.entries(contents(field.number))
      .filter(([wireType]) => Number(wireType) !== wireTypeOf(field))
      .filter(([wireType]) => !(field.fieldKind === 'list' && Number(wireType) === WireType.LengthDelimited))
      .map(([wireType, content]) => ({ where: `${field.parent.name}.${field.name}`, wireType, path, content })),
  );

  test.each(wrongTypes)('is malformed with wire type $wireType in $where', ({ path, content }) => {
    expect(codeOf(() => decodeMessage(schema, wrap(path, content)))).toBe('message/malformed');
  });
});

test('a message cut anywhere but between two of its fields is malformed', () => {
  for (const { schema, bytes } of recorded) {
    const borders = topLevelBorders(bytes);
    for (let length = 0; length < bytes.length; length++) {
      const cut = bytes.subarray(0, length);
      if (borders.has(length)) decodeMessage(schema, cut);
      else expect(codeOf(() => decodeMessage(schema, cut))).toBe('message/malformed');
    }
  }
});

test('unknown fields survive being read and written', () => {
  const bytes = fromHex('0801c03e07');
  expect(toHex(encodeMessage(NetworkConfigPayloadSchema, decodeMessage(NetworkConfigPayloadSchema, bytes)))).toBe(
    toHex(bytes),
  );
});

test.each([
  ['a number', 'f8ffffff7f' + '01'],
  ['eight bytes', '8980808010' + '0102030405060708'],
  ['bytes', 'faffffff7f' + '01aa'],
  ['four bytes', '8d80808010' + '01020304'],
])('unknown fields of a number with more than 29 bits are dropped (%s)', (_, hex) => {
  const bytes = fromHex(`0801${hex}`);
  expect(toHex(encodeMessage(NetworkConfigPayloadSchema, decodeMessage(NetworkConfigPayloadSchema, bytes)))).toBe(
    '0801',
  );
});

test('enum numbers that this version does not know stay numbers', () => {
  const config = decodeMessage(NetworkConfigPayloadSchema, fromHex('0863'));
  expect(config.msg).toBe(99);
  const { payload } = decodeMessage(NetworkScanPayloadSchema, fromHex('0805107b7a040a022811'));
  expect(payload).toMatchObject({ case: 'respScanWifiResult', value: { entries: [{ auth: 17 }] } });
  const session = decodeMessage(SessionDataSchema, fromHex('10ffffffffffffffffff01'));
  expect(session.secVer).toBe(-1);
});

test('of several members of a oneof the last one counts', () => {
  const { payload } = decodeMessage(NetworkConfigPayloadSchema, fromHex('52007200'));
  expect(payload.case).toBe('cmdApplyWifiConfig');
});

describe('a member of a oneof that comes twice counts only as it came last', () => {
  test.each([
    ['emptied', '720408001001' + '7200', '7200'],
    ['with its other fields', '720408001001' + '72020801', '72020801'],
    ['with another member in between', '720408001001' + '5200' + '7200', '7200'],
    ['between other fields', '720408001001' + '0804' + '7200' + 'c03e07', '08047200c03e07'],
  ])('%s', (_, twice, once) => {
    const message = decodeMessage(NetworkScanPayloadSchema, fromHex(twice));
    expect(toHex(encodeMessage(NetworkScanPayloadSchema, message))).toBe(once);
  });

  test('within a member too', () => {
    const message = decodeMessage(SessionDataSchema, fromHex('1001' + '5a09' + 'a201030a0109' + 'a20100'));
    expect(toHex(encodeMessage(SessionDataSchema, message))).toBe('1001' + '5a03' + 'a20100');
  });

  test('and has to be well-formed before that too', () => {
    expect(codeOf(() => decodeMessage(NetworkScanPayloadSchema, fromHex('72020880' + '7200')))).toBe(
      'message/malformed',
    );
  });
});

test('lists keep every entry', () => {
  const entry = '0a030a0161' + '0a030a0162';
  const { payload } = decodeMessage(NetworkScanPayloadSchema, fromHex(`08057a0a${entry}`));
  expect(payload).toMatchObject({ value: { entries: [{ ssid: utf8('a') }, { ssid: utf8('b') }] } });
});

describe('a list of numbers', () => {
  const values = (list: string) => `0804${'62'}${length(list)}${list}`;
  const length = (hex: string) => (hex.length / 2).toString(16).padStart(2, '0');
  const decode = (list: string) => decodeMessage(LocalCtrlPayloadSchema, fromHex(values(list))).payload;

  test.each([
    ['in one field', '0a0400018002'],
    ['each in a field of its own', '08000801088002'],
    ['in both ways', '08000a03018002'],
    ['with an empty field', '0a000a0400018002'],
  ])('is read %s', (_, list) => {
    expect(decode(list)).toMatchObject({ value: { indices: [0, 1, 256] } });
  });

  test.each([
    ['ends within a number', '0a020180'],
    ['ends within a number, and goes on in the next field', '0a0201800802'],
    // Read on, it would be the number 1024 and an unknown field of 16 bytes.
    ['ends within a number that the next field makes whole', `0a018008121001089001${'0801'.repeat(6)}`],
    ['holds a number of 11 bytes', `0a0b${'ff'.repeat(10)}01`],
  ])('is malformed if it %s', (_, list) => {
    expect(codeOf(() => decode(list))).toBe('message/malformed');
  });

  test('may hold a number of ten bytes, of which the lower 32 bits count', () => {
    expect(decode(`0a0a${'ff'.repeat(9)}01`)).toMatchObject({ value: { indices: [0xffff_ffff] } });
  });

  test('is written into one field', () => {
    const value = { indices: [0, 1, 256] };
    const message = encodeMessage(LocalCtrlPayloadSchema, { msg: 4, payload: { case: 'cmdGetValues', value } });
    expect(toHex(message)).toBe('080462060a0400018002');
  });
});

test('bytes of a message are its own, so that a caller who reuses a buffer changes nothing', () => {
  const buffer = fromHex('08026206' + '0a0161' + '120162');
  const { payload } = decodeMessage(NetworkConfigPayloadSchema, buffer);
  buffer.fill(0);
  expect(payload).toMatchObject({ value: { ssid: utf8('a'), passphrase: utf8('b') } });
});

test('of several values of a field the last one counts', () => {
  expect(decodeMessage(NetworkConfigPayloadSchema, fromHex('08030804')).msg).toBe(4);
});

test('fields may come in any order and are written in ascending one', () => {
  const message = decodeMessage(NetworkConfigPayloadSchema, fromHex('72000804'));
  expect(toHex(encodeMessage(NetworkConfigPayloadSchema, message))).toBe('08047200');
});

test('a selected member is written even where its value is zero, and zero fields are not', () => {
  const message = encodeMessage(NetworkConfigPayloadSchema, {
    msg: 1,
    payload: {
      case: 'respGetWifiStatus',
      value: { status: 0, staState: 3, state: { case: 'failReason', value: 0 } },
    },
  });
  expect(toHex(message)).toBe('08015a0410035000');
});

describe('malformed', () => {
  const tooLong = `${'ff'.repeat(10)}01`;
  const ten = `${'80'.repeat(9)}01`;

  test.each([
    ['a number of 11 bytes', `08${tooLong}`],
    ['the number of an unknown field with 11 bytes', `c03e${tooLong}`],
    ['a tag of 6 bytes', '88808080800000'],
    ['a group of a number with more than 29 bits', 'fbffffff7ffcffffff7f'],
    ['a tag of 11 bytes', `${tooLong}00`],
    ['a length of 6 bytes', '52808080808000'],
    ['the length of an unknown field with 6 bytes', 'c23e808080808000'],
    ['a length of 11 bytes', `52${'80'.repeat(10)}00`],
    ['a tag without field number', '0001'],
    ['a tag of the reserved wire type 6', '0e'],
    ['a tag of the reserved wire type 7', '0f'],
    ['a group of a field that it does not know', 'c33ec43e'],
    ['a group that is not closed', 'c33e'],
    ['a group that is closed by another number', 'c33ecc3e'],
    ['a group that is closed and was never opened', 'c43e'],
    ['a thousand groups in one another', 'c33e'.repeat(1000) + 'c43e'.repeat(1000)],
    ['a field that runs over the end', '0a05aabb'],
    ['a length of four billion', '52ffffffff0f'],
    ['a payload that says more than there is', '08025a05'],
    ['a field that is longer than the payload around it', '080262020a0568656c6c6f'],
    ['a number that runs over the end of the payload around it', '08015a01108001'],
    ['a text that is not UTF-8', '08015a065a040a02c328'],
  ])('is %s', (_, hex) => {
    expect(codeOf(() => decodeMessage(NetworkConfigPayloadSchema, fromHex(hex)))).toBe('message/malformed');
  });

  test('is not a number of ten bytes, the length of every negative one', () => {
    expect(decodeMessage(NetworkConfigPayloadSchema, fromHex(`08${'ff'.repeat(9)}01`)).msg).toBe(-1);
    expect(decodeMessage(NetworkConfigPayloadSchema, fromHex(`c03e${ten}`)).msg).toBe(0);
  });

  test('is told with name, length and cause, and without the bytes', () => {
    const secret = utf8('hunter22');
    const error = errorOf(() => decodeMessage(NetworkScanPayloadSchema, concatBytes(fromHex('0a'), secret)));
    expect(error.details).toEqual({ message: 'NetworkScanPayload', length: 9 });
    expect(error.message).toBe('9 bytes are not a NetworkScanPayload message');
    expect(error.cause).toBeInstanceOf(Error);
    expect(`${error.cause}`).not.toContain('hunter');
  });
});

test('no bytes at all are the message in which everything is zero', () => {
  for (const { schema } of payloads) expect(decodeMessage(schema, new Uint8Array(0))).toEqual(create(schema));
});

function expectValueOrMalformed(schema: DescMessage, bytes: Uint8Array): void {
  try {
    const message = decodeMessage(schema, bytes);
    expect(decodeMessage(schema, encodeMessage(schema, message))).toEqual(message);
  } catch (error) {
    expect(error).toMatchObject({ name: 'ProvisioningError', code: 'message/malformed' });
  }
}

interface Place {
  /** Message fields that lead from the payload to this field. */
  readonly path: readonly DescField[];
  readonly field: DescField;
}

function fieldsOf(schema: DescMessage, path: readonly DescField[] = []): Place[] {
  return schema.fields.flatMap((field) => [
    { path, field },
    ...(field.message ? fieldsOf(field.message, [...path, field]) : []),
  ]);
}

/** `content` inside of the message fields of `path`. */
function wrap(path: readonly DescField[], content: Uint8Array): Uint8Array {
  return path.reduceRight<Uint8Array>(
    (inner, field) => concatBytes(tag(field.number, WireType.LengthDelimited), varint(inner.length), inner),
    content,
  );
}

/** A valid field of each wire type. */
function contents(number: number): Record<number, Bytes> {
  return {
    [WireType.Varint]: concatBytes(tag(number, WireType.Varint), varint(0)),
    [WireType.Bit64]: concatBytes(tag(number, WireType.Bit64), new Uint8Array(8)),
    [WireType.LengthDelimited]: concatBytes(tag(number, WireType.LengthDelimited), varint(0)),
    [WireType.StartGroup]: concatBytes(tag(number, WireType.StartGroup), tag(number, WireType.EndGroup)),
    [WireType.Bit32]: concatBytes(tag(number, WireType.Bit32), new Uint8Array(4)),
  };
}

function wireTypeOf(field: DescField): WireType {
  const delimited = field.message || field.scalar === ScalarType.STRING || field.scalar === ScalarType.BYTES;
  return delimited ? WireType.LengthDelimited : WireType.Varint;
}

function tag(number: number, wireType: WireType): Bytes {
  return varint(number * 8 + wireType);
}

function varint(value: number): Bytes {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Uint8Array.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}

function topLevelBorders(bytes: Uint8Array): Set<number> {
  const reader = new BinaryReader(bytes);
  const borders = new Set([0]);
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag();
    reader.skip(wireType, number);
    borders.add(reader.pos);
  }
  return borders;
}
