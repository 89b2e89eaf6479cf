import { bluetoothReach, type DeviceReach, RainmakerProvisionAdapter, type Sighting } from '@esp-prov/client/rainmaker';
import { bleDeviceTransport } from '@esp-prov/device';
import { isProvisioningError, utf8 } from '@esp-prov/protocol';
import { expect, test } from 'vitest';
import {
  findSteering,
  hostileTexts,
  type ManualClock,
  type MemoryRadio,
  manualClock,
  memoryRadio,
} from '../../src/index.ts';
import { rainmakerTown } from '../support/rainmaker-town.ts';
import { passphrase, pop, ssid, Town } from '../support/town.ts';

const codeOf = (error: unknown) => (isProvisioningError(error) ? error.code : error);
const data = Buffer.from(utf8('MyCustomData')).toString('base64');

/** Returns an adapter in an air in which devices of these names advertise. */
async function airWith(names: readonly string[]): Promise<{
  readonly clock: ManualClock;
  readonly radio: MemoryRadio;
  readonly adapter: RainmakerProvisionAdapter;
}> {
  const clock = manualClock();
  const radio = memoryRadio({ clock });
  for (const name of names) {
    const transport = bleDeviceTransport(async () => radio.addPeripheral(), { clock });
    await new Town('security 1', { clock, transport }).start(name);
  }
  return {
    clock,
    radio,
    adapter: new RainmakerProvisionAdapter({ ble: bluetoothReach(radio.central, { clock }), clock }),
  };
}

/** Returns a way to devices that a search hears; none of them can be reached. */
function hears(sightings: readonly Sighting[]): DeviceReach {
  return {
    async *search(_, { signal }) {
      yield* sightings;
      await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
    },
    open: async () => {
      throw new TypeError('nothing is to be opened');
    },
  };
}

async function found(sightings: readonly Sighting[], prefix = ''): Promise<string[]> {
  const clock = manualClock();
  const adapter = new RainmakerProvisionAdapter({ ble: hears(sightings), clock });
  return (await clock.run(adapter.searchESPDevices(prefix, 'ble'))).map(({ name }) => name);
}

test('two devices are provisioned at once, each by its name', async () => {
  const { clock, adapter } = await airWith(['PROV_ONE', 'PROV_TWO']);
  const devices = await clock.run(adapter.searchESPDevices('PROV_', 'ble'));
  expect(devices.map(({ name }) => name).sort()).toEqual(['PROV_ONE', 'PROV_TWO']);
  const provision = async (name: string) => {
    await adapter.connect(name);
    await adapter.setProofOfPossession(name, pop);
    await adapter.initializeSession(name);
    await adapter.sendData(name, 'custom-data', data);
    return await adapter.provision(name, ssid, passphrase);
  };
  expect(await clock.run(Promise.all(devices.map(({ name }) => provision(name))))).toEqual([0, 0]);
});

test('devices of one name are told apart, and each can be connected', async () => {
  const { clock, adapter } = await airWith(['PROV_TWIN', 'PROV_TWIN', 'PROV_TWIN']);
  const devices = await clock.run(adapter.searchESPDevices('PROV_TWIN', 'ble'));
  const names = devices.map(({ name }) => name);
  expect(new Set(names).size).toBe(3);
  expect(names.filter((name) => name === 'PROV_TWIN')).toEqual(['PROV_TWIN']);
  expect(names.filter((name) => /^PROV_TWIN \(24:0A:C4:00:00:0\d\)$/.test(name))).toHaveLength(2);
  for (const name of names) {
    expect(await clock.run(adapter.connect(name))).toBe(0);
    await adapter.setProofOfPossession(name, pop);
    expect(await clock.run(adapter.initializeSession(name))).toBe(true);
  }
  // All three are connected by now, so none of them advertises.
  expect(await clock.run(adapter.searchESPDevices('PROV_TWIN', 'ble'))).toEqual([]);
  await clock.run(adapter[Symbol.asyncDispose]());
  expect(await clock.run(adapter.searchESPDevices('PROV_TWIN', 'ble'))).toHaveLength(3);
});

test('a device keeps its name and its secrets when it is found once more', async () => {
  const { clock, adapter } = await airWith(['PROV_ONE']);
  await adapter.createESPDevice('PROV_ONE', 'ble', undefined, pop);
  expect(await clock.run(adapter.searchESPDevices('PROV_', 'ble'))).toMatchObject([
    { name: 'PROV_ONE', connected: false },
  ]);
  await clock.run(adapter.connect('PROV_ONE'));
  expect(await clock.run(adapter.initializeSession('PROV_ONE'))).toBe(true);
});

test('a device that is created anew ends what was open under its name', async () => {
  const { clock, adapter } = await airWith(['PROV_ONE']);
  await adapter.createESPDevice('PROV_ONE', 'ble', undefined, pop);
  await clock.run(adapter.connect('PROV_ONE'));
  await clock.run(adapter.initializeSession('PROV_ONE'));
  await clock.run(adapter.createESPDevice('PROV_ONE', 'ble', undefined, 'another one'));
  expect(await clock.run(adapter.sendData('PROV_ONE', 'custom-data', data).catch(codeOf))).toBe(
    'adapter/not-connected',
  );
  await clock.run(adapter.connect('PROV_ONE'));
  expect(await clock.run(adapter.initializeSession('PROV_ONE').catch(codeOf))).toBe('session/proof-mismatch');
});

test('a second adapter waits for no first: a device has one connection, and takes the next one after it', async () => {
  const { clock, radio, adapter } = await airWith(['PROV_ONE']);
  const ble = bluetoothReach(radio.addCentral(), { clock });
  const other = new RainmakerProvisionAdapter({ ble, clock });
  for (const each of [adapter, other]) await each.createESPDevice('PROV_ONE', 'ble', undefined, pop);
  await clock.run(adapter.connect('PROV_ONE'));
  await clock.run(adapter.initializeSession('PROV_ONE'));
  expect(await clock.run(other.connect('PROV_ONE').catch(codeOf))).toBe('bluetooth/not-found');
  expect(await clock.run(adapter.sendData('PROV_ONE', 'custom-data', data))).not.toBe('');
  await clock.run(adapter.disconnect('PROV_ONE'));
  await clock.run(other.connect('PROV_ONE'));
  expect(await clock.run(other.provision('PROV_ONE', ssid, passphrase))).toBe(0);
});

test('calls that come at the same time share what they need', async () => {
  const { clock, adapter } = await airWith(['PROV_ONE']);
  await adapter.createESPDevice('PROV_ONE', 'ble', undefined, pop);
  expect(await clock.run(Promise.all([adapter.connect('PROV_ONE'), adapter.connect('PROV_ONE')]))).toEqual([0, 0]);
  const sends = Array.from({ length: 5 }, () => adapter.sendData('PROV_ONE', 'custom-data', data));
  expect(new Set(await clock.run(Promise.all(sends))).size).toBe(1);
  const two = [
    adapter.provision('PROV_ONE', ssid, 'not the password'),
    adapter.provision('PROV_ONE', ssid, passphrase),
  ];
  const [first, second] = await clock.run(Promise.allSettled(two));
  expect(first?.status === 'rejected' && codeOf(first.reason)).toBe('wifi/auth-error');
  expect(second).toEqual({ status: 'fulfilled', value: 0 });
});

test('a connect that is overtaken by a disconnect leaves nothing open', async () => {
  const { clock, adapter } = await airWith(['PROV_ONE']);
  await adapter.createESPDevice('PROV_ONE', 'ble', undefined, pop);
  const connecting = adapter.connect('PROV_ONE').catch(codeOf);
  await clock.run(adapter.disconnect('PROV_ONE'));
  expect(await clock.run(connecting)).toBe('link/closed');
  expect(await clock.run(adapter.searchESPDevices('PROV_ONE', 'ble'))).toHaveLength(1);
});

test.each(Object.entries(hostileTexts))('a name with a %s is shown without it', async (_, text) => {
  const [name] = await found([{ id: '1', name: `PROV_${text}` }], 'PROV_');
  expect(findSteering(name ?? '')).toEqual([]);
});

test('names that look the same when they are harmless are told apart, also where one is called like a mark', async () => {
  const sightings = ['\u{202e}', '\u{202d}', '\u{fffd}', '\u{fffd} (2)'].map((name, at) => ({ id: `${at + 1}`, name }));
  const names = await found(sightings);
  expect(new Set(names).size).toBe(4);
  expect(names).toContain('\u{fffd}');
});

test('a search that is flooded with names ends, with as many as anybody reads', async () => {
  const flood = Array.from({ length: 2000 }, (_, at) => ({ id: `${at}`, name: `PROV_${at}` }));
  expect(await found(flood)).toHaveLength(256);
});

test('a failure of the radio is what a search fails with', async () => {
  const radio: DeviceReach = {
    // biome-ignore lint/correctness/useYield: it fails before it hears anything
    async *search() {
      throw new TypeError('no radio');
    },
    open: async () => await Promise.reject(new TypeError('no radio')),
  };
  const adapter = new RainmakerProvisionAdapter({ ble: radio, clock: manualClock() });
  await expect(adapter.searchESPDevices('PROV_', 'ble')).rejects.toThrow('no radio');
  await adapter.createESPDevice('PROV_ONE', 'ble');
  await expect(adapter.connect('PROV_ONE')).rejects.toThrow('no radio');
  await adapter.disconnect('PROV_ONE');
});

test('a port that never opens a link does not keep a device from being left', async () => {
  const closed: string[] = [];
  let open: ((transport: never) => void) | undefined;
  const slow: DeviceReach = {
    ...hears([]),
    open: () =>
      new Promise((resolve) => {
        open = resolve;
      }),
  };
  const clock = manualClock();
  const adapter = new RainmakerProvisionAdapter({ ble: slow, clock });
  await adapter.createESPDevice('PROV_ONE', 'ble');
  const connecting = adapter.connect('PROV_ONE').catch(codeOf);
  await clock.advance(10);
  await clock.run(adapter.disconnect('PROV_ONE'));
  expect(await connecting).toBe('link/closed');
  open?.({ [Symbol.asyncDispose]: async () => closed.push('late') } as never);
  await clock.advance(10);
  expect(closed).toEqual(['late']);
});

test('a listener hears every step with its device, and one that fails does not stop the device', async () => {
  const heard: string[] = [];
  const { bench, clock, town } = await rainmakerTown('ble', 'security 1', {
    onStep(device, step) {
      heard.push(`${device} ${step.kind}`);
      throw new TypeError('\u001b[2J');
    },
  });
  const { adapter } = bench;
  await adapter.createESPDevice('PROV_TEST', 'ble', undefined, pop);
  await clock.run(adapter.connect('PROV_TEST'));
  expect(await clock.run(adapter.provision('PROV_TEST', ssid, passphrase))).toBe(0);
  expect(heard.at(0)).toBe('PROV_TEST sending-credentials');
  expect(heard.at(-1)).toBe('PROV_TEST connected');
  expect(findSteering(town.out.text.replaceAll('\n', ''))).toEqual([]);
  expect(town.out.text).toContain('a listener to the steps of a provisioning failed');
});
