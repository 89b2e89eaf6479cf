import { bleServiceUuids, builtInEndpoints, characteristicUuid, expandUuid, utf8 } from '@esp-prov/protocol';
import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { type BleTransportOptions, bleTransport } from '../../src/index.ts';
import { type FakeDescription, FakeGatt } from '../support/fake-gatt.ts';

type Services = ConstructorParameters<typeof FakeGatt>[0];

const own = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const { example, library, legacy } = bleServiceUuids;

/** A service with all endpoints, described by their names or as told. */
function whole(uuid: string, describe: (name: string) => FakeDescription = (name) => name): Services[string] {
  return Object.fromEntries(builtInEndpoints.map(({ name, slot }) => [characteristicUuid(uuid, slot), describe(name)]));
}

/** Which characteristic each endpoint's request goes to, as a device would see it. */
async function routes(services: Services, options?: BleTransportOptions): Promise<Record<string, string>> {
  const gatt = new FakeGatt(services);
  const transport = await bleTransport(gatt, options);
  const found: Record<string, string> = {};
  for (const endpoint of transport.endpoints ?? []) {
    gatt.seen.length = 0;
    await transport.exchange(endpoint, utf8('x'));
    found[endpoint] = gatt.seen[0]?.slice('write '.length) as string;
  }
  return found;
}

const byName = (uuid: string) =>
  Object.fromEntries(builtInEndpoints.map(({ name, slot }) => [name, characteristicUuid(uuid, slot)]));

describe('endpoints', () => {
  test('are found by their names, whatever the UUIDs', async () => {
    const found = await routes({
      [example]: { [expandUuid(1)]: 'prov-session', [expandUuid(2)]: 'proto-ver', [expandUuid(3)]: 'custom-data' },
    });
    expect(found).toEqual({
      'prov-session': expandUuid(1),
      'proto-ver': expandUuid(2),
      'custom-data': expandUuid(3),
    });
  });

  test('keep the case of their names', async () => {
    const found = await routes({ [example]: { ...whole(example), [expandUuid(1)]: 'Custom-DATA' } });
    expect(found).toEqual({ ...byName(example), 'Custom-DATA': expandUuid(1) });
  });

  test.each([
    ['a zero behind', utf8('prov-session\0')],
    ['zeros and rubbish behind', utf8('prov-session\0\0x')],
  ])('are found by a name with %s', async (_, name) => {
    expect(await routes({ [example]: { [expandUuid(1)]: name } })).toEqual({ 'prov-session': expandUuid(1) });
  });

  test.each([
    ['no description', undefined],
    ['an empty one', ''],
    ['one of zeros', utf8('\0\0')],
    ['one that is no text', Uint8Array.of(0xff, 0xfe)],
    ['one that cannot be read', 'refused'],
  ])('with %s are found by their slots in a known service', async (_, description) => {
    expect(await routes({ [example]: whole(example, () => description) })).toEqual(byName(example));
    const mixed = whole(example, (name) => (name === 'proto-ver' ? description : name));
    expect(await routes({ [example]: mixed })).toEqual(byName(example));
  });

  test('of firmware v3.2.0 have 16-bit characteristics without names, also in a service of the application', async () => {
    const short = Object.fromEntries(builtInEndpoints.map(({ slot }) => [expandUuid(slot), undefined]));
    const names = Object.fromEntries(builtInEndpoints.map(({ name, slot }) => [name, expandUuid(slot)]));
    expect(await routes({ [legacy]: short })).toEqual(names);
    expect(await routes({ [own]: short }, { advertised: [own] })).toEqual(names);
    expect(await routes({ [own]: short }, { service: own })).toEqual(names);
  });

  test('go by the names that the caller gives, before what the device says', async () => {
    const services = { [example]: whole(example, (name) => (name === 'prov-config' ? 'prov-scan' : undefined)) };
    const names = { 'prov-config': characteristicUuid(example, 0xff52).toUpperCase() };
    expect(await routes(services, { names })).toEqual(byName(example));
  });

  test('of one name are the first of them', async () => {
    const found = await routes({ [example]: { [expandUuid(1)]: 'prov-session', [expandUuid(2)]: 'prov-session' } });
    expect(found).toEqual({ 'prov-session': expandUuid(1) });
  });
});

describe('the service', () => {
  const other = { '0000180a-0000-1000-8000-00805f9b34fb': { [expandUuid(0x2a29)]: undefined } };

  test('is the given one, and nothing else', async () => {
    const services = { [example]: whole(example), [own]: whole(own) };
    expect(await routes(services, { service: own.toUpperCase() })).toEqual(byName(own));
    const missing = await failureOf(bleTransport(new FakeGatt(services), { service: library }));
    expect(missing.code).toBe('bluetooth/no-provisioning');
    expect(missing.message).toContain(library);
    expect(missing.details).toEqual({ services: `${example}, ${own}` });
    const empty = await failureOf(
      bleTransport(new FakeGatt({ [own]: { [expandUuid(1)]: undefined } }), { service: own }),
    );
    expect(empty.code).toBe('bluetooth/no-provisioning');
  });

  test('is an advertised one before a known one', async () => {
    const services = { ...other, [example]: whole(example), [own]: whole(own) };
    expect(await routes(services, { advertised: [own.toUpperCase()] })).toEqual(byName(own));
    expect(await routes(services)).toEqual(byName(example));
  });

  test('is another one when the advertised one has no endpoints', async () => {
    const services = { ...other, [library]: whole(library) };
    const [advertised] = Object.keys(other);
    expect(await routes(services, { advertised: [advertised as string] })).toEqual(byName(library));
  });

  test('is of several known ones the likeliest, and only its names are read', async () => {
    const gatt = new FakeGatt({ [legacy]: whole(legacy), [library]: whole(library), [example]: whole(example) });
    await bleTransport(gatt);
    expect(gatt.seen).toEqual(Object.values(byName(example)).map((uuid) => `describe ${uuid}`));
  });

  test('with an unknown UUID is known by the name prov-session alone', async () => {
    expect(await routes({ ...other, [own]: whole(own) })).toEqual(byName(own));
    const nameless = { ...other, [own]: whole(own, () => undefined) };
    const error = await failureOf(bleTransport(new FakeGatt(nameless)));
    expect(error.code).toBe('bluetooth/no-provisioning');
    expect(error.message).toContain(own);
  });

  test('is missing from a device without services', async () => {
    const error = await failureOf(bleTransport(new FakeGatt({})));
    expect(error).toMatchObject({ code: 'bluetooth/no-provisioning', details: { services: '' } });
  });
});

test('a link that is lost while the names are read is a lost link', async () => {
  const gatt = new FakeGatt({ [example]: whole(example) });
  gatt.next.push(async () => {
    gatt.lose();
    return await new Promise(() => undefined);
  });
  expect((await failureOf(bleTransport(gatt))).code).toBe('link/lost');
});
