import type { BleCentral, FoundDevice, GattConnection, RemoteCharacteristic, RemoteService } from '@esp-prov/client';
import { type Advertisement, AttError, type BlePeripheral, type LocalService } from '@esp-prov/device';
import { isProvisioningError } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import {
  bleCentralConformance,
  blePeripheralConformance,
  type ConformanceCase,
  type ManualClock,
  manualClock,
  memoryRadio,
  type PeripheralPair,
} from '../../src/index.ts';

/** Returns the names of the cases that fail. */
async function unmet(cases: readonly ConformanceCase[], clock: ManualClock): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, run } of cases) {
    await clock.run(run()).catch(() => failed.push(name));
  }
  return failed;
}

function pairOn(clock: ManualClock): PeripheralPair {
  const { central, peripheral, addCentral } = memoryRadio({ clock });
  const close = async () => undefined;
  return { central, peripheral, otherCentral: addCentral(), absentId: 'nobody', clock, close };
}

/** Returns a central with other connections, or another scan. */
function centralWith(
  inner: BleCentral,
  {
    scan,
    connection = (same) => same,
  }: { scan?: BleCentral['scan']; connection?: (made: GattConnection) => GattConnection },
): BleCentral {
  return {
    scan: scan ?? ((filter, options) => inner.scan(filter, options)),
    connect: async (id, options) => connection(await inner.connect(id, options)),
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  };
}

/** Returns a connection with other characteristics. */
function withCharacteristics(
  made: GattConnection,
  change: (characteristics: readonly RemoteCharacteristic[]) => readonly RemoteCharacteristic[],
): GattConnection {
  const changed = new WeakMap<readonly RemoteService[], readonly RemoteService[]>();
  return connectionWith(made, {
    get services() {
      const { services } = made;
      const known =
        changed.get(services) ??
        services.map(({ uuid, characteristics }) => ({ uuid, characteristics: change(characteristics) }));
      changed.set(services, known);
      return known;
    },
  });
}

/** Returns a connection that differs in what is given. */
function connectionWith(made: GattConnection, change: Partial<GattConnection>): GattConnection {
  const same = {
    get services() {
      return made.services;
    },
    lost: made.lost,
    rediscover: async (options) => await made.rediscover?.(options),
    [Symbol.asyncDispose]: () => made[Symbol.asyncDispose](),
  } satisfies GattConnection;
  return Object.defineProperties(same, Object.getOwnPropertyDescriptors(change));
}

const each = (change: (one: RemoteCharacteristic) => Partial<RemoteCharacteristic>) => (made: GattConnection) =>
  withCharacteristics(made, (all) => all.map((one) => ({ ...one, ...change(one) })));

async function* mapped(
  devices: AsyncIterable<FoundDevice>,
  change: (device: FoundDevice) => FoundDevice | undefined,
): AsyncGenerator<FoundDevice, void, undefined> {
  for await (const device of devices) {
    const changed = change(device);
    if (changed) yield changed;
  }
}

const centrals: Readonly<Record<string, (inner: BleCentral) => BleCentral>> = {
  'takes no notice of its filter': (inner) => centralWith(inner, { scan: (_, options) => inner.scan({}, options) }),
  'reports each device once': (inner) =>
    centralWith(inner, {
      scan(filter, options) {
        const seen = new Set<string>();
        return mapped(inner.scan(filter, options), (device) => {
          const first = !seen.has(device.id);
          seen.add(device.id);
          return first ? device : undefined;
        });
      },
    }),
  'forgets the company of the manufacturer’s data': (inner) =>
    centralWith(inner, {
      scan: (filter, options) =>
        mapped(inner.scan(filter, options), (device) => ({
          ...device,
          manufacturerData: device.manufacturerData?.slice(2),
        })),
    }),
  'ends a scan silently when it is aborted': (inner) =>
    centralWith(inner, {
      async *scan(filter, options) {
        try {
          yield* inner.scan(filter, options);
        } catch (error) {
          if (!options?.signal?.aborted) throw error;
        }
      },
    }),
  'sorts characteristics by their UUIDs': (inner) =>
    centralWith(inner, {
      connection: (made) =>
        withCharacteristics(made, (all) => [...all].sort((one, other) => one.uuid.localeCompare(other.uuid))),
    }),
  'has UUIDs in upper case': (inner) =>
    centralWith(inner, { connection: each(({ uuid }) => ({ uuid: uuid.toUpperCase() })) }),
  'reports no descriptors': (inner) => centralWith(inner, { connection: each(() => ({ descriptors: [] })) }),
  'reads the first 20 bytes': (inner) =>
    centralWith(inner, {
      connection: each(({ read }) => ({ read: async (options) => (await read(options)).slice(0, 20) })),
    }),
  'cuts what is too long to be written': (inner) =>
    centralWith(inner, {
      connection: each(({ write }) => ({ write: (value, options) => write(value.subarray(0, 512), options) })),
    }),
  'writes the buffer below a view': (inner) =>
    centralWith(inner, {
      connection: each(({ write }) => ({ write: (value, options) => write(new Uint8Array(value.buffer), options) })),
    }),
  'writes without waiting for the response': (inner) =>
    centralWith(inner, {
      connection: each(({ write }) => ({
        write: async (value, options) => {
          write(value, options).catch(() => undefined);
        },
      })),
    }),
  'takes no notice of an abort': (inner) =>
    centralWith(inner, { connection: each(({ write }) => ({ write: (value) => write(value) })) }),
  'never reports that a link is lost': (inner) =>
    centralWith(inner, {
      connection: (made) => connectionWith(made, { lost: new AbortController().signal }),
    }),
  'calls a link lost that it closed itself': (inner) =>
    centralWith(inner, {
      connection(made) {
        const lost = new AbortController();
        made.lost.addEventListener('abort', () => lost.abort(made.lost.reason));
        return connectionWith(made, {
          lost: lost.signal,
          [Symbol.asyncDispose]: async () => {
            await made[Symbol.asyncDispose]();
            lost.abort(new Error('closed'));
          },
        });
      },
    }),
  'keeps the services that it has found first': (inner) =>
    centralWith(inner, {
      connection: (made) => connectionWith(made, { services: made.services, rediscover: async () => undefined }),
    }),
  'changes its list of services in place': (inner) =>
    centralWith(inner, {
      connection(made) {
        const list: RemoteService[] = [];
        return connectionWith(made, {
          get services() {
            list.splice(0, list.length, ...made.services);
            return list;
          },
        });
      },
    }),
  'takes an attribute that is gone for one that answers': (inner) =>
    centralWith(inner, {
      connection: each(({ write }) => ({
        write: (value, options) =>
          write(value, options).catch((error: unknown) => {
            if (!isProvisioningError(error, 'gatt/refused') || error.details.attError !== 1) throw error;
          }),
      })),
    }),
  'does not close its links when it is closed': (inner) => ({
    scan: (filter, options) => inner.scan(filter, options),
    connect: (id, options) => inner.connect(id, options),
    [Symbol.asyncDispose]: async () => undefined,
  }),
};

function peripheralWith(inner: BlePeripheral, change: Partial<BlePeripheral>): BlePeripheral {
  return {
    serve: (service, links) => inner.serve(service, links),
    advertise: (advertisement) => inner.advertise(advertisement),
    stopAdvertising: () => inner.stopAdvertising(),
    update: async (service) => await inner.update?.(service),
    disconnect: (peer) => inner.disconnect(peer),
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
    ...change,
  };
}

function withService(inner: BlePeripheral, change: (service: LocalService) => LocalService): BlePeripheral {
  return peripheralWith(inner, { serve: (service, links) => inner.serve(change(service), links) });
}

const peripherals: Readonly<Record<string, (inner: BlePeripheral) => BlePeripheral>> = {
  'shortens its name': (inner) =>
    peripheralWith(inner, {
      advertise: ({ name, ...rest }) => inner.advertise({ ...rest, name: name.slice(0, 10) }),
    }),
  'goes on advertising when it is to stop': (inner) =>
    peripheralWith(inner, { stopAdvertising: async () => undefined }),
  'advertises again after a link, whatever was said during it': (inner) => {
    let wanted: Advertisement | undefined;
    let isTaken = false;
    return peripheralWith(inner, {
      serve: (service, links) =>
        inner.serve(service, {
          connected(peer) {
            isTaken = true;
            links.connected(peer);
          },
          disconnected(peer) {
            isTaken = false;
            links.disconnected(peer);
            if (wanted) inner.advertise(wanted).catch(() => undefined);
          },
        }),
      async advertise(advertisement) {
        wanted = advertisement;
        await inner.advertise(advertisement);
      },
      async stopAdvertising() {
        if (!isTaken) wanted = undefined;
        await inner.stopAdvertising();
      },
    });
  },
  'takes no notice of an update': (inner) => peripheralWith(inner, { update: async () => undefined }),
  'ends the link at an update': (inner) => {
    let last = 0;
    return peripheralWith(inner, {
      serve: (service, links) =>
        inner.serve(service, {
          connected(peer) {
            last = peer;
            links.connected(peer);
          },
          disconnected: (peer) => links.disconnected(peer),
        }),
      async update(service) {
        await inner.update?.(service);
        await inner.disconnect(last);
      },
    });
  },
  'never tells that a central left': (inner) =>
    peripheralWith(inner, {
      serve: (service, links) =>
        inner.serve(service, { connected: (peer) => links.connected(peer), disconnected: () => undefined }),
    }),
  'numbers centrals in one way here and in another there': (inner) =>
    peripheralWith(inner, {
      serve: (service, links) =>
        inner.serve(service, {
          connected: (peer) => links.connected(peer + 7),
          disconnected: (peer) => links.disconnected(peer + 7),
        }),
    }),
  'has one number for every refusal': (inner) =>
    withService(inner, ({ uuid, characteristics }) => ({
      uuid,
      characteristics: characteristics.map((one) => ({
        ...one,
        write: (peer, value) =>
          one.write(peer, value).catch(() => {
            throw new AttError(0x0e, 'unlikely');
          }),
      })),
    })),
  'answers before its service has done its work': (inner) =>
    withService(inner, ({ uuid, characteristics }) => ({
      uuid,
      characteristics: characteristics.map((one) => ({
        ...one,
        write: async (peer, value) => {
          one.write(peer, value).catch(() => undefined);
        },
      })),
    })),
  'describes nothing': (inner) =>
    withService(inner, ({ uuid, characteristics }) => ({
      uuid,
      characteristics: characteristics.map((one) => ({ ...one, description: undefined })),
    })),
  'cannot end a link': (inner) => peripheralWith(inner, { disconnect: async () => undefined }),
};

const followsChanges = 'follows services that change during a link, and keeps the link';

/** What no other case may be needed for. */
const ofChanges = [
  'keeps the services that it has found first',
  'changes its list of services in place',
  'takes an attribute that is gone for one that answers',
];

describe('the suite for centrals refuses one that', () => {
  test.each(Object.entries(centrals))('%s', async (sabotaged, sabotage) => {
    const clock = manualClock();
    const suite = bleCentralConformance(async () => {
      const pair = pairOn(clock);
      return { ...pair, central: sabotage(pair.central) };
    });
    const failed = await unmet(suite, clock);
    expect(failed).not.toEqual([]);
    if (ofChanges.includes(sabotaged)) expect(failed).toEqual([followsChanges]);
  });
});

describe('the suite for peripherals refuses one that', () => {
  test.each(Object.entries(peripherals))('%s', async (_, sabotage) => {
    const clock = manualClock();
    const suite = blePeripheralConformance(async () => {
      const pair = pairOn(clock);
      return { ...pair, peripheral: sabotage(pair.peripheral) };
    });
    expect(await unmet(suite, clock)).not.toEqual([]);
  });
});

test('a platform that hears nothing of services that change can say so', async () => {
  const clock = manualClock();
  const deaf = (followsChanges?: boolean) =>
    bleCentralConformance(async () => {
      const pair = pairOn(clock);
      const connection = (made: GattConnection): GattConnection => {
        const { services, lost } = made;
        return { services, lost, [Symbol.asyncDispose]: async () => await made[Symbol.asyncDispose]() };
      };
      return { ...pair, central: centralWith(pair.central, { connection }), followsChanges };
    });
  expect(await unmet(deaf(false), clock)).toEqual([]);
  expect(await unmet(deaf(), clock)).toEqual([followsChanges]);
});

test('a platform that keeps the numbers of refusals to itself can say so', async () => {
  const clock = manualClock();
  const silent = (tellsAttErrors?: boolean) =>
    bleCentralConformance(async () => {
      const radio = memoryRadio({ clock });
      radio.air.tellsAttErrors = false;
      return { ...radio, absentId: 'nobody', clock, tellsAttErrors, close: async () => undefined };
    });
  expect(await unmet(silent(false), clock)).toEqual([]);
  expect(await unmet(silent(), clock)).toEqual([
    'refuses 513 bytes, of which nothing reaches the device, and goes on',
    'reports what the device refuses, and goes on',
    followsChanges,
  ]);
});
