import type { BleCentral, FoundDevice } from '@esp-prov/client';
import { bleServiceUuids, ProvisioningError } from '@esp-prov/protocol';
import { expect, test } from 'vitest';
import { DeviceSearch } from '../../../src/reach/search/device-search.ts';

/** Bluetooth that sees these devices, and then ends or fails. */
function central(seen: readonly Partial<FoundDevice>[], failure?: Error): BleCentral {
  const unused = () => Promise.reject(new Error('nobody connects here'));
  async function* scan() {
    for (const device of seen) yield { services: [], ...device } as unknown as FoundDevice;
    if (failure) throw failure;
  }
  return { scan, connect: unused, [Symbol.asyncDispose]: async () => undefined };
}

const never = new AbortController().signal;

test('devices of both places are found, each once and in the order in which they were seen', async () => {
  const services = [bleServiceUuids.example];
  const seen = [
    { id: '1', rssi: -80, services },
    { id: '2', rssi: -40, services },
    { id: 'headphones' },
    { id: '1', rssi: -70, services },
  ];
  const places = { central: central(seen), probe: async () => true, service: undefined };
  await using search = new DeviceSearch(places, never);
  await search.done;
  expect(search.devices.map(({ id, rssi }) => [id, rssi])).toEqual([
    ['1', -70],
    ['2', -40],
  ]);
  expect(search).toMatchObject({ softAp: true, over: true, bleFailure: undefined });
});

test('a machine without Bluetooth is no end of the search at the other place', async () => {
  const failure = new ProvisioningError('bluetooth/no-adapter');
  const places = { central: central([], failure), probe: async () => true, service: undefined };
  await using search = new DeviceSearch(places, never);
  await search.done;
  expect(search).toMatchObject({ softAp: true, bleFailure: failure });
});

test('the place of a device at the address of an access point is that in which it was seen', async () => {
  const services = [bleServiceUuids.example];
  const places = (probe: () => Promise<boolean>) => ({
    central: central([
      { id: '1', services },
      { id: '2', services },
    ]),
    probe,
    service: undefined,
  });
  await using early = new DeviceSearch(
    places(async () => true),
    never,
  );
  await early.done;
  await using late = new DeviceSearch(
    places(() => new Promise((resolve) => setImmediate(() => resolve(true)))),
    never,
  );
  await late.done;
  expect([early.seenBeforeSoftAp, late.seenBeforeSoftAp]).toEqual([0, 2]);
});
