import { WebBluetoothCentral } from '@esp-prov/client/web';
import { bleDeviceTransport, ConsoleDeviceTransport } from '@esp-prov/device';
import { bleServiceUuids, characteristicUuid, firstCustomSlot, ProvisioningError } from '@esp-prov/protocol';
import { FakeBluetooth, manualClock, memoryConsole, memoryRadio } from '@esp-prov/testing';
import { bleOptions, parseCannedEndpoints, releaseProfiles } from '@esp-prov/virtual';
import { expect, test } from 'vitest';
// Loaded beforehand: a clock that is moved by hand waits for no file.
import '../../../../packages/client/src/web/web-gatt-connection.ts';
import type { FlowSettings, HelperList } from '../../src/run/flow-world.ts';
import { type BenchOptions, bench } from '../support/bench.ts';

const ways = () => [
  { way: 'bluetooth', obstacle: undefined } as const,
  { way: 'usb', obstacle: undefined } as const,
  { way: 'virtual', obstacle: undefined } as const,
];

/** What differs from the usual device and page. */
interface Overrides {
  readonly device?: BenchOptions['device'];
  readonly settings?: FlowSettings;
}

async function overBluetooth(securityVersion: 1 | 2, { device, settings }: Overrides = {}) {
  const clock = manualClock();
  const radio = memoryRadio({ clock });
  const profile = releaseProfiles.find(({ name }) => name === 'idf-5.5');
  if (!profile) throw new Error('expected the profile idf-5.5');
  const bluetooth = new FakeBluetooth(radio.central);
  const at = await bench(securityVersion, {
    clock,
    device: { transport: bleDeviceTransport(radio.peripheral, { ...bleOptions(profile), clock }), ...device },
    world: { ways, settings, bluetooth: new WebBluetoothCentral({ bluetooth, clock }) },
  });
  return { at, radio, bluetooth };
}

test('over Bluetooth the list is shown in the turn of the click, and the device is provisioned', async () => {
  const { at, bluetooth } = await overBluetooth(1);
  await using _end = at;
  at.do({ kind: 'take-way', way: 'bluetooth' });
  expect(bluetooth.requests).toHaveLength(1);
  expect(bluetooth.requests[0]?.filters).toEqual([{ namePrefix: 'PROV_' }]);
  await at.until('proof');
  expect(at.runner.state.device).toEqual({ name: 'PROV_261FCC', way: 'bluetooth' });
  at.do({ kind: 'submit-proof', pop: 'abcd1234' });
  await at.until('networks', ({ heard }) => heard.length > 0);
  await at.join();
  await at.until('done');
});

test('an endpoint that a device names wrongly is found by the UUID that the embedder gives for its name', async () => {
  const endpoints = parseCannedEndpoints({ endpoints: { 'wrong-name': 'https://lamp.example/setup' } });
  // The first one of its own is custom-data.
  const uuid = characteristicUuid(bleServiceUuids.example, firstCustomSlot + 1);
  for (const endpointNames of [undefined, { 'app-url': uuid }]) {
    const { at } = await overBluetooth(1, {
      device: { endpoints },
      settings: { nextUrlEndpoint: 'app-url', endpointNames },
    });
    await using _end = at;
    at.do({ kind: 'take-way', way: 'bluetooth' });
    await at.until('proof');
    at.do({ kind: 'submit-proof', pop: 'abcd1234' });
    await at.until('networks', ({ heard }) => heard.length > 0);
    await at.join();
    const { link } = await at.until('done', ({ link }) => link.state !== 'trying');
    const url = 'url' in link ? link.url : '';
    if (endpointNames) expect(url).toBe('https://lamp.example/setup');
    else expect(url).not.toContain('lamp.example');
  }
});

test('a list that is closed says so, and can be shown again', async () => {
  const { at, bluetooth } = await overBluetooth(1);
  await using _end = at;
  bluetooth.takes = () => false;
  at.do({ kind: 'take-way', way: 'bluetooth' });
  bluetooth.cancel();
  await at.until('nothing');
  bluetooth.takes = () => true;
  at.do({ kind: 'show-chooser' });
  expect(bluetooth.requests).toHaveLength(2);
  await at.until('proof');
});

test('a machine without adapter leads to why', async () => {
  const { at, bluetooth } = await overBluetooth(1);
  await using _end = at;
  bluetooth.available = false;
  at.do({ kind: 'take-way', way: 'bluetooth' });
  expect(await at.until('blocked')).toMatchObject({ way: 'bluetooth', obstacle: 'no-adapter' });
});

test('a Bluetooth link that drops comes back before credentials are sent', async () => {
  const { at, radio } = await overBluetooth(1);
  await using _end = at;
  at.do({ kind: 'take-way', way: 'bluetooth' });
  await at.until('proof');
  at.do({ kind: 'submit-proof', pop: 'abcd1234' });
  await at.until('networks', ({ heard }) => heard.length > 0);
  radio.drop();
  await at.clock.advance(20_000);
  expect(at.runner.state.screen).toMatchObject({ name: 'networks', scan: 'repeating' });
});

test('over USB the console of the device is used, and a port that is gone has to be chosen anew', async () => {
  const clock = manualClock();
  const line = memoryConsole();
  await using at = await bench(1, {
    clock,
    device: { transport: new ConsoleDeviceTransport(line.device, { clock } as never) },
    world: {
      ways,
      serial: { choose: async () => 'port', open: async () => line.client, nameOf: () => 'CP2102\u202e' },
    },
  });
  at.do({ kind: 'take-way', way: 'usb' });
  await at.until('proof');
  expect(at.runner.state.device?.name).toBe('CP2102\u{fffd}');
  at.do({ kind: 'submit-proof', pop: 'abcd1234' });
  await at.until('networks', ({ heard }) => heard.length > 0);
  await at.join();
  await at.until('done');
});

test('a port that is gone has to be chosen anew', async () => {
  let chosen = 0;
  await using at = await bench(1, {
    world: {
      ways,
      serial: {
        choose: async () => void chosen++,
        open: async () => {
          throw new ProvisioningError('serial/choose-again');
        },
      },
    },
  });
  at.do({ kind: 'take-way', way: 'usb' });
  expect((await at.until('trouble')).remedy).toBe('choose');
  at.do({ kind: 'try-again' });
  expect(chosen).toBe(2);
});

test('the helper fills a list of the page', async () => {
  const picked: string[] = [];
  const list: HelperList = {
    async *find(_prefix, { signal }) {
      yield [{ id: 'x', name: 'PROV_X' }];
      yield [
        { id: 'x', name: 'PROV_X' },
        { id: 'y', name: 'PROV_Y' },
      ];
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
    open: (id) => async () => {
      picked.push(id);
      throw new ProvisioningError('link/unreachable');
    },
  };
  await using at = await bench(1, {
    world: {
      ways: () => [{ way: 'bluetooth', obstacle: undefined, lists: true }],
      helper: {
        openTransport: async () => Promise.reject(new ProvisioningError('link/unreachable')),
        lists: { bluetooth: list },
      },
    },
  });
  await at.clock.advance(1);
  at.do({ kind: 'take-way', way: 'bluetooth' });
  await at.until('choose', ({ found }) => found?.length === 2);
  at.do({ kind: 'pick-device', id: 'y' });
  expect(at.runner.state).toMatchObject({ screen: { name: 'connecting' }, device: { name: 'PROV_Y' } });
  expect((await at.until('trouble')).failure.code).toBe('link/unreachable');
  expect(new Set(picked)).toEqual(new Set(['y']));
});

test('after a reload the list of the helper is shown before a device is asked how it went', async () => {
  let opened = 0;
  const list: HelperList = {
    async *find() {
      yield [{ id: 'x', name: 'PROV_X' }];
      await new Promise(() => undefined);
    },
    open: () => async () => {
      opened++;
      throw new ProvisioningError('link/unreachable');
    },
  };
  await using at = await bench(1, {
    world: {
      ways: () => [{ way: 'bluetooth', obstacle: undefined, lists: true }],
      helper: { openTransport: async () => Promise.reject(new Error('unused')), lists: { bluetooth: list } },
    },
  });
  await at.reload({ left: 'credentials-sent', network: 'home', way: 'bluetooth', device: 'PROV_X' });
  await at.clock.advance(1);
  at.do({ kind: 'check-outcome' });
  await at.until('choose', ({ found }) => found?.length === 1);
  at.do({ kind: 'pick-device', id: 'x' });
  expect(at.runner.state).toMatchObject({ screen: { name: 'unknown', checking: true }, network: { ssid: 'home' } });
  await at.until('unknown', ({ checking }) => !checking);
  expect(opened).toBeGreaterThan(0);
});

test('a list that nobody fills comes to an end', async () => {
  const list: HelperList = {
    find: async function* (_prefix, { signal }) {
      await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    },
    open: () => async () => Promise.reject(new Error('unused')),
  };
  await using at = await bench(1, {
    world: {
      ways: () => [{ way: 'usb', obstacle: undefined, lists: true }],
      helper: { openTransport: async () => Promise.reject(new Error('unused')), lists: { usb: list } },
    },
  });
  await at.clock.advance(1);
  at.do({ kind: 'take-way', way: 'usb' });
  await at.until('nothing');
});

test('a device in its own network that is not reached leads back to the steps', async () => {
  await using at = await bench(1, {
    world: { helper: { openTransport: async () => Promise.reject(new ProvisioningError('link/unreachable')) } },
  });
  at.do({ kind: 'take-way', way: 'softap' });
  expect(at.runner.state.screen).toMatchObject({ name: 'softap', stage: 'steps' });
  at.do({ kind: 'check-softap' });
  expect(at.runner.state.screen).toMatchObject({ name: 'softap', stage: 'checking', limitMs: 45_000 });
  expect((await at.until('softap', ({ stage }) => stage !== 'checking')).stage).toBe('not-reached');
});

test('a device that another tab uses says so, and is free once that tab leaves it', async () => {
  const taken = new Set<string>(['esp-prov:softap']);
  const lock = async (name: string) => {
    if (taken.has(name)) return undefined;
    taken.add(name);
    return () => void taken.delete(name);
  };
  await using at = await bench(1, {
    world: {
      lock,
      helper: { openTransport: async () => Promise.reject(new ProvisioningError('helper/gone' as never)) },
    },
  });
  at.do({ kind: 'take-way', way: 'softap' });
  at.do({ kind: 'check-softap' });
  expect(await at.until('trouble')).toMatchObject({ failure: { code: 'page/other-tab' }, remedy: 'again' });
  taken.clear();
  at.do({ kind: 'try-again' });
  await at.until('trouble', ({ failure }) => failure.code !== 'page/other-tab');
  await at.clock.advance(6000);
  expect(taken.size).toBe(0);
});

test('a computer that slept in a join says so', async () => {
  let slept = 0;
  const clock = manualClock();
  const home = { ssid: 'home', bssid: '02:00:00:00:00:01', channel: 6, rssi: -40, password: 'right password' };
  await using at = await bench(1, {
    clock,
    device: { air: [{ ...home, auth: 'WPA2_PSK', joinMs: 40_000 }] },
    world: { wallClock: () => clock.now() + slept },
  });
  await at.toNetworks();
  await at.join();
  await at.until('joining', ({ step }) => step === 'join');
  slept = 3_600_000;
  await at.clock.advance(5000);
  at.drop();
  const { failure } = await at.until('unknown');
  expect(failure.code).toBe('page/slept');
  expect(failure.details).toContainEqual(['slept', '3605 s']);
});

test('the browser asks before the page is left in a join, and only then', async () => {
  const asked: boolean[] = [];
  await using at = await bench(1, { world: { guardUnload: (on) => void asked.push(on) } });
  await at.toNetworks();
  expect(asked).toEqual([]);
  await at.join();
  expect(asked).toEqual([true]);
  await at.until('done');
  expect(asked).toEqual([true, false]);
});

test('a way that leads nowhere on this page is named as such', async () => {
  await using at = await bench(1, { world: { openVirtual: undefined } });
  at.do({ kind: 'take-way', way: 'virtual' });
  expect(await at.until('trouble')).toMatchObject({ failure: { code: 'page/no-way' }, remedy: 'start-over' });
});
