import { toHex, utf8 } from '@esp-prov/protocol';
import { decodeMessage, encodeMessage } from '@esp-prov/protocol/messages';
import { LocalCtrlPayloadSchema } from '@esp-prov/protocol/messages/vendor';
import { failureOf } from '@esp-prov/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countProperties,
  decodeExampleValue,
  encodeExampleValue,
  exampleTypes,
  readProperties,
  setProperties,
  type VendorSession,
} from '../../src/vendor/index.ts';

type Message = Parameters<typeof encodeMessage<typeof LocalCtrlPayloadSchema>>[1];

/** A device with as many properties as it claims, each with its index as value. */
function device(claimed: number, change: (answer: Message, number: number) => Message = (answer) => answer) {
  const requests: string[] = [];
  const session: VendorSession = {
    async request(_, request) {
      requests.push(toHex(request));
      const { msg, payload } = decodeMessage(LocalCtrlPayloadSchema, request);
      return encodeMessage(LocalCtrlPayloadSchema, change(answerTo(msg, payload), requests.length));
    },
  };
  const answerTo = (
    msg: number,
    payload: ReturnType<typeof decodeMessage<typeof LocalCtrlPayloadSchema>>['payload'],
  ): Message => {
    if (payload.case === 'cmdGetValues') {
      const properties = payload.value.indices.map((index) => ({ name: `p${index}`, value: Uint8Array.of(index) }));
      return { msg: 5, payload: { case: 'respGetValues', value: { properties } } };
    }
    if (msg === 0) return { msg: 1, payload: { case: 'respGetCount', value: { count: claimed } } };
    return { msg: 7, payload: { case: 'respSetValues', value: {} } };
  };
  return { session, requests };
}

test('the count is requested with its member, though its number is 0', async () => {
  const { session, requests } = device(4);
  expect(await countProperties(session)).toBe(4);
  expect(requests).toEqual(['5200']);
});

test('properties are read in pages, each in the order of its indices', async () => {
  const { session, requests } = device(5);
  const found = await readProperties(session, { atOnce: 2 });
  expect(found.map(({ index, name, value }) => [index, name, toHex(value)])).toEqual(
    [0, 1, 2, 3, 4].map((i) => [i, `p${i}`, `0${i}`]),
  );
  expect(requests).toHaveLength(4);
  expect((await readProperties(session, { indices: [3, 1] })).map(({ name }) => name)).toEqual(['p3', 'p1']);
});

describe('a device that lies is refused:', () => {
  test.each([1025, 0xffff_ffff])('%i properties', async (claimed) => {
    const { session, requests } = device(claimed);
    expect(await failureOf(readProperties(session))).toMatchObject({ code: 'message/unexpected' });
    expect(requests).toHaveLength(1);
  });

  const values = (properties: readonly object[]): Message => ({
    msg: 5,
    payload: { case: 'respGetValues', value: { properties: properties as [] } },
  });

  test.each<[string, Message, string]>([
    ['fewer than requested', values([{ name: 'a' }]), 'message/unexpected'],
    ['more than requested', values([{}, {}, {}]), 'message/unexpected'],
    ['a status within', values([{}, { status: 5 }]), 'device/status'],
    [
      'an index that does not exist',
      { msg: 5, payload: { case: 'respGetValues', value: { status: 4 } } },
      'device/status',
    ],
    ['another number', { msg: 7, payload: { case: 'respGetValues', value: {} } }, 'message/unexpected'],
    ['another member', { msg: 5, payload: { case: 'respGetCount', value: {} } }, 'message/unexpected'],
    ['nothing', {}, 'message/unexpected'],
  ])('%s', async (_, answer, code) => {
    const { session } = device(2, () => answer);
    expect(await failureOf(readProperties(session, { indices: [0, 1] }))).toMatchObject({ code });
  });

  test('a value that it did not take', async () => {
    const { session } = device(2, () => ({ msg: 7, payload: { case: 'respSetValues', value: { status: 4 } } }));
    const error = await failureOf(setProperties(session, [{ index: 0, value: utf8('x') }]));
    expect(error.message).toContain('esp_local_ctrl/control: status 4 (INVALID_ARGUMENT)');
  });
});

describe("values of Espressif's example", () => {
  test.each([
    [exampleTypes.timestamp, -1n, 'ffffffffffffffff'],
    [exampleTypes.timestamp, 1_234_567n, '87d6120000000000'],
    [exampleTypes.int32, 123_456_789, '15cd5b07'],
    [exampleTypes.int32, -7, 'f9ffffff'],
    [exampleTypes.boolean, true, '01'],
    [exampleTypes.boolean, false, '00'],
    [exampleTypes.string, 'Küche', '4bc3bc636865'],
    [exampleTypes.string, '', ''],
  ])('of type %i: %s', (type, value, hex) => {
    expect(toHex(encodeExampleValue(type, value))).toBe(hex);
    const bytes = encodeExampleValue(type, value);
    expect(decodeExampleValue({ type, value: bytes })).toBe(value);
    // From within a larger buffer too.
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(decodeExampleValue({ type, value: larger.subarray(3) })).toBe(value);
  });

  test.each([
    [exampleTypes.int32, 2 ** 31],
    [exampleTypes.int32, 1.5],
    [exampleTypes.int32, Number.NaN],
    [exampleTypes.int32, '1'],
    [exampleTypes.timestamp, 2n ** 63n],
    [exampleTypes.timestamp, 1],
    [exampleTypes.boolean, 1],
    [exampleTypes.string, true],
    [4, 1],
  ])('of type %i cannot be %s', (type, value) => {
    expect(() => encodeExampleValue(type, value)).toThrow(TypeError);
  });

  test('are values or malformed, whatever a device sends', () => {
    fc.assert(
      fc.property(fc.oneof(fc.nat(5), fc.nat(0xffff_ffff)), fc.uint8Array({ maxLength: 12 }), (type, value) => {
        try {
          decodeExampleValue({ type, value });
        } catch (error) {
          expect(error).toMatchObject({ code: 'message/malformed' });
        }
      }),
    );
  });

  test('texts that are not UTF-8 are Latin-1', () => {
    expect(decodeExampleValue({ type: 3, value: Uint8Array.of(0x4b, 0xfc) })).toBe('Kü');
  });

  test('and come whole, however long', () => {
    const value = new Uint8Array(200_000).fill(0xfc);
    expect(decodeExampleValue({ type: 3, value })).toBe('ü'.repeat(value.length));
  });
});
