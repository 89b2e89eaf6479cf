import { type BlePeripheral, bleDeviceTransport } from '@esp-prov/device';
import { type Bytes, bleServiceUuids, builtInEndpoints, ProvisioningError, utf8 } from '@esp-prov/protocol';
import { failureOf, manualClock, memoryRadio } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { type BleCentral, connectBle, findDevice } from '../../src/index.ts';

const echo = {
  open: () => undefined,
  close: () => undefined,
  handle: async (_peer: number, _endpoint: string, request: Uint8Array): Promise<Bytes> => Uint8Array.from(request),
};

async function air(...names: string[]) {
  const clock = manualClock();
  const radio = memoryRadio({ clock });
  const offer = async (name: string, peripheral: BlePeripheral, service = bleServiceUuids.example as string) =>
    await bleDeviceTransport(peripheral, { clock, service }).start({ name, endpoints: builtInEndpoints }, echo);
  for (const [i, name] of names.entries()) await offer(name, i === 0 ? radio.peripheral : radio.addPeripheral());
  return { clock, radio, offer };
}

describe('a device is found', () => {
  test('by its whole name, case included', async () => {
    const { clock, radio } = await air('PROV_1', 'PROV_12');
    const found = await clock.run(findDevice(radio.central, { name: 'PROV_12', clock }));
    expect(found).toMatchObject({ name: 'PROV_12', services: [bleServiceUuids.example], rssi: -48 });
    const error = await failureOf(clock.run(findDevice(radio.central, { name: 'prov_1', clock })));
    expect(error.code).toBe('bluetooth/not-found');
  });

  test('by the beginning of its name', async () => {
    const { clock, radio } = await air('OTHER', 'PROV_12');
    expect((await clock.run(findDevice(radio.central, { namePrefix: 'PROV_', clock }))).name).toBe('PROV_12');
  });

  test('by its service, and by name and service together', async () => {
    const { clock, radio, offer } = await air('PROV_1');
    await offer('PROV_2', radio.addPeripheral(), bleServiceUuids.library);
    const service = bleServiceUuids.library.toUpperCase();
    expect((await clock.run(findDevice(radio.central, { service, clock }))).name).toBe('PROV_2');
    const error = await failureOf(clock.run(findDevice(radio.central, { name: 'PROV_1', service, clock })));
    expect(error.message).toContain('the name PROV_1 and the service');
  });

  test('by nothing when it advertises a known service', async () => {
    const { clock, radio, offer } = await air();
    await offer('LAMP', radio.peripheral, 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee');
    await offer('PROV_1', radio.addPeripheral(), bleServiceUuids.legacy);
    expect((await clock.run(findDevice(radio.central, { clock }))).name).toBe('PROV_1');
  });

  test('when it comes only after a while', async () => {
    const { clock, radio, offer } = await air('OTHER');
    const finding = findDevice(radio.central, { name: 'PROV_1', clock });
    await clock.advance(5000);
    await offer('PROV_1', radio.addPeripheral());
    expect((await clock.run(finding)).name).toBe('PROV_1');
  });
});

describe('a device that is not found', () => {
  test('leaves an error that tells who was seen instead', async () => {
    const { clock, radio } = await air('PROV_AAAAAA', 'PROV_BBBBBB');
    const error = await failureOf(clock.run(findDevice(radio.central, { name: 'PROV_CCCCCC', clock })));
    expect(error.code).toBe('bluetooth/not-found');
    expect(error.message).toMatch(/PROV_CCCCCC was not seen within 10 s; .*PROV_AAAAAA \(-\d+ dBm\), PROV_BBBBBB/);
    expect(error.details).toMatchObject({ timeoutMs: 10_000, seenCount: 2 });
    expect(clock.now()).toBe(10_000);
  });

  test('names those that offer provisioning first, and not more than eight', async () => {
    const { clock, radio, offer } = await air();
    const peripherals = [radio.peripheral, ...Array.from({ length: 9 }, () => radio.addPeripheral())];
    for (const [i, peripheral] of peripherals.entries()) {
      const service = i === 9 ? bleServiceUuids.library : 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
      await offer(`DEVICE_${i}`, peripheral, service);
    }
    const error = await failureOf(clock.run(findDevice(radio.central, { name: 'PROV_1', clock, timeoutMs: 1000 })));
    expect(error.details['seen']).toMatch(/^DEVICE_9/);
    expect(String(error.details['seen']).split(', ')).toHaveLength(8);
    expect(error.details['seenCount']).toBe(10);
  });

  test('is told where nobody is, and where nobody has a name', async () => {
    const { clock, radio } = await air();
    const none = await failureOf(clock.run(findDevice(radio.central, { name: 'PROV_1', clock })));
    expect(none.message).toContain('no device was');
    const nameless: Pick<BleCentral, 'scan'> = {
      async *scan() {
        yield { id: 'a', name: undefined, rssi: undefined, services: [], manufacturerData: undefined };
      },
    };
    const hidden = await failureOf(findDevice(nameless as BleCentral, { name: 'PROV_1', clock }));
    expect(hidden.message).toContain('1 without a name was');
  });

  test('that another program has is told with how to get it back', async () => {
    const taken = {
      id: 'AA',
      name: 'PROV_1',
      rssi: undefined,
      services: [],
      manufacturerData: undefined,
      isTaken: true,
    };
    const central: BleCentral = {
      async *scan(_, { signal } = {}) {
        yield taken;
        yield { ...taken, id: 'BB', name: 'PROV_2' };
        await new Promise((resolve) => signal?.addEventListener('abort', resolve));
      },
      connect: () => Promise.reject(new Error('nobody is to be connected')),
      [Symbol.asyncDispose]: async () => undefined,
    };
    const looking = findDevice(central, { name: 'PROV_1', timeoutMs: 20 });
    await expect(looking).rejects.toMatchObject({
      code: 'bluetooth/not-found',
      message: expect.stringContaining('bluetoothctl disconnect AA'),
    });
  });

  test('ends with the reason of an abort, untouched', async () => {
    const { clock, radio } = await air('OTHER');
    const caller = new AbortController();
    const reason = new Error('enough');
    const finding = findDevice(radio.central, { name: 'PROV_1', clock, signal: caller.signal });
    finding.catch(() => undefined);
    await clock.advance(3000);
    caller.abort(reason);
    await expect(finding).rejects.toBe(reason);
  });

  test('tells a failure of the machine as it is', async () => {
    const broken: Pick<BleCentral, 'scan'> = {
      // biome-ignore lint/correctness/useYield: it fails before it finds anything
      async *scan() {
        throw new ProvisioningError('bluetooth/powered-off');
      },
    };
    expect((await failureOf(findDevice(broken as BleCentral, { name: 'x' }))).code).toBe('bluetooth/powered-off');
  });
});

describe('connecting', () => {
  test('by name finds, connects and reads the endpoints; closing ends the link', async () => {
    const { clock, radio } = await air('PROV_1', 'PROV_2');
    const transport = await clock.run(connectBle(radio.central, { name: 'PROV_2', clock }));
    expect([...(transport.endpoints ?? [])]).toEqual(builtInEndpoints.map(({ name }) => name));
    expect(await clock.run(transport.exchange('prov-config', utf8('hello')))).toEqual(utf8('hello'));
    await transport[Symbol.asyncDispose]();
    expect((await clock.run(findDevice(radio.central, { name: 'PROV_2', clock }))).name).toBe('PROV_2');
  });

  test('by id does not scan', async () => {
    const { clock, radio } = await air('PROV_1');
    const { id } = await clock.run(findDevice(radio.central, { name: 'PROV_1', clock }));
    const begin = clock.now();
    await connectBle(radio.central, { id, clock });
    expect(clock.now()).toBe(begin);
  });

  test('uses the service that was looked for', async () => {
    const { clock, radio, offer } = await air();
    const service = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
    await offer('PROV_1', radio.peripheral, service);
    const transport = await clock.run(connectBle(radio.central, { service, clock }));
    expect(transport.endpoints?.has('prov-session')).toBe(true);
  });

  test('that takes too long is given up, and a link that comes about later is closed', async () => {
    const { clock, radio } = await air('PROV_1');
    let late: ((value: Awaited<ReturnType<BleCentral['connect']>>) => void) | undefined;
    const slow: BleCentral = {
      scan: (filter, options) => radio.central.scan(filter, options),
      connect: () =>
        new Promise((resolve) => {
          late = resolve;
        }),
      [Symbol.asyncDispose]: () => radio.central[Symbol.asyncDispose](),
    };
    const error = await failureOf(clock.run(connectBle(slow, { name: 'PROV_1', clock })));
    expect(error).toMatchObject({ code: 'link/timeout', details: { timeoutMs: 20_000 } });
    const { id } = await clock.run(findDevice(radio.central, { name: 'PROV_1', clock }));
    const connection = await radio.central.connect(id);
    late?.(connection);
    await clock.advance(0);
    const [service] = connection.services;
    expect((await failureOf(service?.characteristics[0]?.read() as Promise<unknown>)).code).toBe('link/closed');
  });

  test('that the device refuses is unreachable', async () => {
    const { clock, radio } = await air('PROV_1');
    radio.air.fault = ({ kind }) => (kind === 'connect' ? 'drop-before' : undefined);
    expect((await failureOf(clock.run(connectBle(radio.central, { name: 'PROV_1', clock })))).code).toBe(
      'link/unreachable',
    );
  });

  test('to a device without provisioning leaves no link behind', async () => {
    const { clock, radio } = await air();
    const service = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
    const lamp = bleDeviceTransport(radio.peripheral, { clock, service, descriptions: false });
    await lamp.start({ name: 'LAMP', endpoints: [{ name: 'light', slot: 0xff60, kind: 'request' }] }, echo);
    const error = await failureOf(clock.run(connectBle(radio.central, { name: 'LAMP', clock })));
    expect(error).toMatchObject({ code: 'bluetooth/no-provisioning', details: { services: service } });
    expect((await clock.run(findDevice(radio.central, { name: 'LAMP', clock }))).name).toBe('LAMP');
  });
});
