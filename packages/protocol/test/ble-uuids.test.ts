import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bleServiceUuids,
  characteristicUuid,
  expandUuid,
  offersProvisioning,
  userDescriptionUuid,
} from '../src/ble-uuids.ts';
import { builtInEndpoints, firstCustomSlot } from '../src/endpoints.ts';

const uuidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

test('the services are those of the libraries and of the examples, in lower case', () => {
  expect(bleServiceUuids).toEqual({
    example: '021a9004-0382-4aea-bff4-6b3f1c5adfb4',
    library: '1775244d-6b43-439b-877c-060f2d9bed07',
    legacy: '0000ffff-0000-1000-8000-00805f9b34fb',
    legacyExample: '12345678-90ab-cdef-fedc-ba0987654321',
  });
});

test.each([
  ['prov-ctrl', '021aff4f-0382-4aea-bff4-6b3f1c5adfb4'],
  ['prov-scan', '021aff50-0382-4aea-bff4-6b3f1c5adfb4'],
  ['prov-session', '021aff51-0382-4aea-bff4-6b3f1c5adfb4'],
  ['prov-config', '021aff52-0382-4aea-bff4-6b3f1c5adfb4'],
  ['proto-ver', '021aff53-0382-4aea-bff4-6b3f1c5adfb4'],
])('the characteristic of %s in the service of the examples is the one on the air', (name, uuid) => {
  const slot = builtInEndpoints.find((endpoint) => endpoint.name === name)?.slot as number;
  expect(characteristicUuid(bleServiceUuids.example, slot)).toBe(uuid);
});

test.each([
  ['library', '1775ff54-6b43-439b-877c-060f2d9bed07'],
  // In the oldest service the characteristics are the 16-bit UUIDs of their slots.
  ['legacy', '0000ff54-0000-1000-8000-00805f9b34fb'],
  ['legacyExample', '1234ff54-90ab-cdef-fedc-ba0987654321'],
] as const)('the first custom endpoint in the service “%s” follows the built-in ones', (service, uuid) => {
  expect(characteristicUuid(bleServiceUuids[service], firstCustomSlot)).toBe(uuid);
});

test.each([
  [0, '021a0000-0382-4aea-bff4-6b3f1c5adfb4'],
  [0xf, '021a000f-0382-4aea-bff4-6b3f1c5adfb4'],
  [0xffff, '021affff-0382-4aea-bff4-6b3f1c5adfb4'],
])('slot %i fills four digits', (slot, uuid) => {
  expect(characteristicUuid(bleServiceUuids.example, slot)).toBe(uuid);
});

test('a service in upper case has the same characteristics', () => {
  expect(characteristicUuid(bleServiceUuids.example.toUpperCase(), 0xff51)).toBe(
    '021aff51-0382-4aea-bff4-6b3f1c5adfb4',
  );
});

test('every slot of any service is a UUID that differs from it in digits 5 to 8 only, and from other slots', () => {
  const digits = fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 32, maxLength: 32 });
  const slot = fc.integer({ min: 0, max: 0xffff });
  fc.assert(
    fc.property(digits, slot, slot, (values, one, other) => {
      const hex = values.map((value) => value.toString(16)).join('');
      const service = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
      const uuid = characteristicUuid(service, one);
      expect(uuid).toMatch(uuidShape);
      expect(uuid.slice(0, 4) + uuid.slice(8)).toBe(service.slice(0, 4) + service.slice(8));
      expect(Number.parseInt(uuid.slice(4, 8), 16)).toBe(one);
      expect(uuid === characteristicUuid(service, other)).toBe(one === other);
    }),
  );
});

describe('refused as a service is', () => {
  test.each([
    ['nothing', ''],
    ['a UUID of 16 bits', 'ffff'],
    ['a UUID without hyphens', '021a900403824aeabff46b3f1c5adfb4'],
    ['a UUID with hyphens in other places', '021a90040-382-4aea-bff4-6b3f1c5adfb4'],
    ['a UUID that lacks a digit', '021a9004-0382-4aea-bff4-6b3f1c5adfb'],
    ['a UUID with a digit too many', '021a9004-0382-4aea-bff4-6b3f1c5adfb40'],
    ['a UUID with a letter that is no digit', '021a9004-0382-4aea-bff4-6b3f1c5adfbg'],
    ['a UUID in braces', '{021a9004-0382-4aea-bff4-6b3f1c5adfb4}'],
    ['a UUID in front of a line end', '021a9004-0382-4aea-bff4-6b3f1c5adfb4\n'],
  ])('%s', (_, uuid) => {
    expect(() => characteristicUuid(uuid, 0xff51)).toThrow(RangeError);
  });
});

describe('refused as a slot is', () => {
  test.each([-1, 0x10000, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('%d', (slot) => {
    expect(() => characteristicUuid(bleServiceUuids.example, slot)).toThrow(RangeError);
  });
});

test('a 16-bit UUID stands in the base of Bluetooth', () => {
  expect(expandUuid(0xff51)).toBe('0000ff51-0000-1000-8000-00805f9b34fb');
  expect(userDescriptionUuid).toBe('00002901-0000-1000-8000-00805f9b34fb');
  expect(() => expandUuid(0x10000)).toThrow(RangeError);
});

test.each(Object.values(bleServiceUuids))('a device that advertises %s offers provisioning', (uuid) => {
  expect(offersProvisioning([expandUuid(0x180a), uuid])).toBe(true);
});

test('a device that advertises other services, or none, does not', () => {
  expect(offersProvisioning([])).toBe(false);
  expect(offersProvisioning([expandUuid(0x180a), bleServiceUuids.example.replace('9004', '9005')])).toBe(false);
});
