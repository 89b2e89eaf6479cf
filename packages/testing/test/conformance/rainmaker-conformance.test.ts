import type { RainmakerProvisioning } from '@esp-prov/client/rainmaker';
import { describe, expect, test } from 'vitest';
import { type ConformanceCase, type ManualClock, rainmakerConformance } from '../../src/index.ts';
import { rainmakerTown } from '../support/rainmaker-town.ts';
import type { SchemeName } from '../support/town.ts';

type Sabotage = (inner: RainmakerProvisioning) => Partial<RainmakerProvisioning>;

/** Returns the cases, run in the time of their device, with an adapter that has a fault. */
function cases(transport: 'ble' | 'softap', scheme: SchemeName, sabotage: Sabotage = () => ({})): ConformanceCase[] {
  let clock: ManualClock | undefined;
  const all = rainmakerConformance(async () => {
    const town = await rainmakerTown(transport, scheme);
    clock = town.clock;
    const adapter = sabotaged(town.bench.adapter, sabotage);
    return { ...town.bench, adapter };
  });
  return all.map(({ name, run }) => ({
    name,
    async run() {
      const running = run();
      running.catch(() => undefined);
      // The device of the case is there once its factory has ended.
      for (let turn = 0; turn < 200 && !clock; turn++) await Promise.resolve();
      if (!clock) throw new Error('the case has no device');
      await clock.run(running).finally(() => {
        clock = undefined;
      });
    },
  }));
}

function sabotaged(inner: RainmakerProvisioning, sabotage: Sabotage): RainmakerProvisioning {
  const changed = sabotage(inner);
  return new Proxy(inner, {
    get(target, key) {
      const value: unknown = Reflect.get(key in changed ? changed : target, key);
      return typeof value === 'function' ? value.bind(key in changed ? changed : target) : value;
    },
  });
}

describe.each(['ble', 'softap'] as const)('the adapter over %s', (transport) => {
  describe.each(['security 1', 'security 2'] as const)('%s', (scheme) => {
    test.each(cases(transport, scheme))('$name', ({ run }) => run());
  });
});

const later = async <T>(value: T): Promise<T> => value;

/** Adapters with one fault each, and the cases that find it. */
const saboteurs: Readonly<Record<string, readonly [Sabotage, ...string[]]>> = {
  'finds whatever is in range': [
    (inner) => ({ searchESPDevices: (_, transport) => inner.searchESPDevices('', transport) }),
    'finds nothing by another beginning',
  ],
  'finds nothing': [
    () => ({ searchESPDevices: () => later([]) }),
    'finds the device by the beginning of its name',
    'connects a device that a search has found, with the status 0',
  ],
  'fails where it finds nothing': [
    (inner) => ({
      async searchESPDevices(prefix, transport) {
        const found = await inner.searchESPDevices(prefix, transport);
        if (found.length === 0) throw new Error('no device found');
        return found;
      },
    }),
    'finds nothing by another beginning',
  ],
  'searches without an end': [
    (inner) => ({
      searchESPDevices: (prefix, transport) =>
        prefix === 'PROV_TEST' ? new Promise(() => undefined) : inner.searchESPDevices(prefix, transport),
    }),
    'ends a search that is stopped',
    'connects a device that a search has found, with the status 0',
  ],
  'knows only what a search has found': [
    (inner) => ({
      createESPDevice: async (name, ...rest) => ({ ...(await inner.createESPDevice(name, ...rest)), name: `${name}?` }),
    }),
    'connects a device that no search has found',
  ],
  'connects by another status': [
    (inner) => ({ connect: async (name) => ((await inner.connect(name)) + 1) as 0 }),
    'connects a device that a search has found, with the status 0',
    'connects a device that no search has found',
    'connects again after it has disconnected',
  ],
  'connects nobody without a word': [
    (inner) => ({ connect: async (name) => await inner.connect(name).catch(() => 0 as const) }),
    'refuses to connect what it does not know',
  ],
  'tells what it has not read': [
    () => ({ getDeviceCapabilities: () => later([]) }),
    'refuses everything before a device is connected',
    'returns what the device says about itself, by both names',
    'refuses everything after it has disconnected',
  ],
  'tells the version by one name': [
    () => ({ getDeviceVersionInfo: () => later({}) }),
    'returns what the device says about itself, by both names',
  ],
  'returns false for a wrong proof': [
    (inner) => ({ initializeSession: (name) => inner.initializeSession(name).catch(() => false) }),
    'refuses everything before a device is connected',
    'refuses a wrong proof of possession, and takes the right one after it',
    'refuses everything after it has disconnected',
  ],
  'says nothing of a session': [
    (inner) => ({ initializeSession: async (name) => (await inner.initializeSession(name)) && false }),
    'opens a session',
    'refuses a wrong proof of possession, and takes the right one after it',
    'connects again after it has disconnected',
  ],
  'takes no second proof': [
    (inner) => {
      let asked = 0;
      return {
        setProofOfPossession: async (name, pop) => (asked++ === 0 ? await inner.setProofOfPossession(name, pop) : true),
      };
    },
    'refuses a wrong proof of possession, and takes the right one after it',
  ],
  'tells the strength without a sign': [
    (inner) => ({
      scanWifiList: async (name) => (await inner.scanWifiList(name)).map((each) => ({ ...each, rssi: -each.rssi })),
    }),
    'lists the networks that the device hears',
  ],
  'sends the text and not the bytes': [
    (inner) => ({
      sendData: async (name, endpoint, data) =>
        Buffer.from(await inner.sendData(name, endpoint, data), 'base64').toString('latin1'),
    }),
    'carries bytes to an endpoint and back, as Base64',
  ],
  'sends any text': [
    (inner) => ({
      sendData: (name, endpoint, data) =>
        inner.sendData(name, endpoint, data).catch((error: unknown) => {
          if (data.includes('!')) return '';
          throw error;
        }),
    }),
    'refuses data that are no Base64',
  ],
  'returns a failure to join': [
    (inner) => ({
      provision: async (...given) => await inner.provision(...given).catch(() => 1 as 0),
    }),
    'refuses everything before a device is connected',
    'refuses a network without a name',
    'throws for a join that fails, and joins after a reset',
    'refuses everything after it has disconnected',
  ],
  'never joins': [
    () => ({ provision: () => Promise.reject(new Error('no')) }),
    'provisions, with the status 0',
    'throws for a join that fails, and joins after a reset',
  ],
  'has no reset': [
    () => ({ resetWifiStatus: () => Promise.reject(new Error('no')) }),
    'throws for a join that fails, and joins after a reset',
  ],
  'fails to disconnect what it does not know': [
    (inner) => ({
      async disconnect(name) {
        if (name === 'nobody') throw new Error('unknown');
        await inner.disconnect(name);
      },
    }),
    'disconnects what is not connected, and what it does not know',
  ],
  'ends nothing that runs': [
    (inner) => ({
      scanWifiList: async (name) => await inner.scanWifiList(name).catch(() => []),
    }),
    'refuses everything before a device is connected',
    'ends what runs when it disconnects',
    'refuses everything after it has disconnected',
  ],
};

test.each(Object.entries(saboteurs))('a saboteur that %s is found', async (_, [sabotage, ...finders]) => {
  const failed: string[] = [];
  for (const { name, run } of cases('ble', 'security 1', sabotage)) await run().catch(() => failed.push(name));
  expect(failed).toEqual(finders);
});

test('each case has found somebody', () => {
  const finders = new Set(Object.values(saboteurs).flatMap(([, ...names]) => names));
  expect(cases('ble', 'security 1').filter(({ name }) => !finders.has(name))).toEqual([]);
});
