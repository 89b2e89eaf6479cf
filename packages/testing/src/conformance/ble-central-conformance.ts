import type { FoundDevice, GattConnection } from '@esp-prov/client';
import type { LocalService } from '@esp-prov/device';
import { decodeUtf8, isProvisioningError, toHex, userDescriptionUuid, utf8 } from '@esp-prov/protocol';
import { type BlePair, characteristic, expectCode, PairBench } from './ble-pair.ts';
import {
  readRefusal,
  TestService,
  testManufacturerData,
  testName,
  testUuids,
  writeRefusal,
} from './ble-test-service.ts';
import { type ConformanceCase, expectThat, rejection } from './conformance-case.ts';

interface Bench extends PairBench {
  readonly service: TestService;
}

/** Returns the cases that every central must pass. The peripheral has to pass its own suite. */
export function bleCentralConformance(factory: () => Promise<BlePair>): ConformanceCase[] {
  const withDevice = (name: string, check: (bench: Bench) => Promise<void>): ConformanceCase => ({
    name,
    async run() {
      const pair = await factory();
      const service = new TestService();
      try {
        await pair.peripheral.serve(service.local, service);
        const data = { name: testName, service: testUuids.service, manufacturerData: testManufacturerData };
        await pair.peripheral.advertise(data);
        await check(Object.assign(new PairBench(pair), { service }));
      } finally {
        service.release();
        await pair.central[Symbol.asyncDispose]();
        await pair.peripheral[Symbol.asyncDispose]();
        await pair.close();
      }
    },
  });
  const connected = (name: string, check: (bench: Bench, connection: GattConnection) => Promise<void>) =>
    withDevice(name, async (bench) => {
      const connection = await bench.connect(testName);
      await check(bench, connection);
      await connection[Symbol.asyncDispose]();
    });

  return [
    withDevice('finds a device by the beginning of its name, and reports what it advertises', async (bench) => {
      const device = await bench.find(testName.slice(0, 5));
      expectThat(device.name === testName, `the whole name, got ${device.name}`);
      if (bench.pair.tellsAdvertisements === false) return;
      expectThat(device.services.includes(testUuids.service), `the service, got ${device.services.join()}`);
      expectThat(device.services.length === 1, 'no other service');
      const { manufacturerData = new Uint8Array(0), rssi = -50 } = device;
      expectThat(toHex(manufacturerData) === toHex(testManufacturerData), `the data, got ${toHex(manufacturerData)}`);
      expectThat(Number.isInteger(rssi) && rssi >= -127 && rssi <= 20, `a strength in dBm, got ${rssi}`);
    }),
    withDevice('finds a device by its service, whatever the case of the UUID', async (bench) => {
      for (const service of [testUuids.service, testUuids.service.toUpperCase()]) {
        const device = await bench.soon('a sighting', (signal) => firstOf(bench, { service }, signal));
        expectThat(device.name === testName || device.name === undefined, `our device, got ${device.name}`);
      }
    }),
    withDevice('skips names that do not begin with the prefix, case included', async (bench) => {
      for (const prefix of [testName.toLowerCase().slice(0, 5), testName.slice(1), `${testName}0`]) {
        const seen = await bench.sightings(prefix);
        expectThat(seen.length === 0, `nothing that begins with ${prefix}, got ${seen[0]?.name}`);
      }
    }),
    withDevice('reports a device again and again', async (bench) => {
      await bench.soon('three sightings', async (signal) => {
        let seen = 0;
        for await (const { name } of bench.pair.central.scan({ namePrefix: testName }, { signal })) {
          expectThat(name === testName, 'our device');
          if (++seen === 3) return;
        }
      });
    }),
    withDevice('ends a scan with the reason of its abort, and scans again afterwards', async (bench) => {
      const caller = new AbortController();
      const reason = new Error('enough');
      const scan = async (signal: AbortSignal) => {
        for await (const _device of bench.pair.central.scan({}, { signal })) caller.abort(reason);
      };
      const ended = await bench.soon('the end of the scan', () => rejection(scan(caller.signal)));
      expectThat(ended === reason, `the reason, got ${String(ended)}`);
      const never = await bench.soon('a refusal', () => rejection(scan(AbortSignal.abort(reason))));
      expectThat(never === reason, `the reason at once, got ${String(never)}`);
      await bench.find(testName);
    }),
    withDevice('does not connect to an id that no device has', async (bench) => {
      await bench.soon('an end', () =>
        expectCode(bench.pair.central.connect(bench.pair.absentId), 'link/unreachable', 'link/timeout'),
      );
    }),
    withDevice('does not begin to connect when the signal is already aborted', async (bench) => {
      const { id } = await bench.find(testName);
      const reason = new Error('enough');
      const error = await rejection(bench.pair.central.connect(id, { signal: AbortSignal.abort(reason) }));
      expectThat(error === reason, `the reason, got ${String(error)}`);
      expectThat(bench.service.events.length === 0, 'no connection at the device');
    }),
    connected('reports the service, its characteristics in their order, and their descriptions', async (_, link) => {
      const service = link.services.find(({ uuid }) => uuid === testUuids.service);
      expectThat(service !== undefined, 'the service, in lower case');
      const uuids = service.characteristics.map(({ uuid }) => uuid);
      const { store, slow, refusing, failing, nameless } = testUuids;
      expectThat(String(uuids) === String([store, slow, refusing, failing, nameless]), `their order, got ${uuids}`);
      const names: (string | undefined)[] = [];
      for (const { descriptors } of service.characteristics) {
        const description = descriptors.find(({ uuid }) => uuid === userDescriptionUuid);
        names.push(description && decodeUtf8(await description.read())?.replace(/\0+$/, ''));
      }
      const wanted = ['prov-config', 'prov-scan', 'prov-session', 'proto-ver', undefined];
      expectThat(String(names) === String(wanted), `the descriptions, got ${names}`);
    }),
    connected('carries values of 1 to 512 bytes unchanged and whole', async ({ service }, link) => {
      const store = characteristic(link, testUuids.store);
      for (const length of [1, 19, 20, 21, 180, 244, 253, 256, 511, 512]) {
        const value = Uint8Array.from({ length }, (_, i) => (i * 7 + length) & 0xff);
        await store.write(value);
        expectThat(toHex(service.value) === toHex(value), `${length} bytes at the device`);
        expectThat(toHex(await store.read()) === toHex(value), `${length} bytes back`);
      }
      expectThat(service.writes.length === 10, `one write each, got ${service.writes.length}`);
    }),
    connected('writes a view into a larger buffer as the view, and delivers an empty value', async (bench, link) => {
      const store = characteristic(link, testUuids.store);
      expectThat((await store.read()).length === 0, 'no bytes');
      await store.write(new Uint8Array(64).fill(7).subarray(10, 13));
      expectThat(toHex(bench.service.value) === '070707', `three bytes, got ${toHex(bench.service.value)}`);
    }),
    connected('refuses 513 bytes, of which nothing reaches the device, and goes on', async (bench, link) => {
      const store = characteristic(link, testUuids.store);
      await bench.expectRefused(store.write(new Uint8Array(513)), 0x0d);
      expectThat(bench.service.writes.length === 0, 'no write at the device');
      await store.write(Uint8Array.of(1));
    }),
    connected('reports what the device refuses, and goes on', async (bench, link) => {
      const refusing = characteristic(link, testUuids.refusing);
      await bench.expectRefused(refusing.write(Uint8Array.of(1)), writeRefusal);
      await bench.expectRefused(refusing.read(), readRefusal);
      await bench.expectRefused(characteristic(link, testUuids.failing).write(Uint8Array.of(1)));
      await characteristic(link, testUuids.store).write(Uint8Array.of(2));
      expectThat(!link.lost.aborted, 'the link');
    }),
    connected('ends a write only when the device has done its work', async (bench, link) => {
      let answered = false;
      const write = bench.begun(
        characteristic(link, testUuids.slow)
          .write(Uint8Array.of(1))
          .then(() => {
            answered = true;
          }),
      );
      await bench.until(() => bench.service.writes.length === 1, 'the write at the device');
      await bench.clock.sleep(100);
      expectThat(!answered, 'a write that waits');
      bench.service.release();
      await bench.soon('the answer', () => write);
    }),
    connected('rejects an operation that is aborted with the reason', async (bench, link) => {
      const caller = new AbortController();
      const reason = new Error('enough');
      const slow = characteristic(link, testUuids.slow);
      const write = bench.begun(rejection(slow.write(Uint8Array.of(1), { signal: caller.signal })));
      await bench.until(() => bench.service.writes.length === 1, 'the write at the device');
      caller.abort(reason);
      expectThat((await bench.soon('the end of the write', () => write)) === reason, 'the reason');
    }),
    connected(
      'reports a lost link: by its signal, in what is under way and in what comes later',
      async (bench, link) => {
        const slow = characteristic(link, testUuids.slow);
        const write = bench.begun(expectCode(slow.write(Uint8Array.of(1)), 'link/lost'));
        await bench.until(() => bench.service.writes.length === 1, 'the write at the device');
        await bench.pair.peripheral.disconnect(bench.service.peer as number);
        await bench.soon('link/lost', () => write);
        await bench.until(() => link.lost.aborted, 'the signal');
        expectThat(isProvisioningError(link.lost.reason, 'link/lost'), `link/lost, got ${String(link.lost.reason)}`);
        await expectCode(slow.write(Uint8Array.of(2)), 'link/lost');
        await expectCode(slow.read(), 'link/lost');
      },
    ),
    connected('follows services that change during a link, and keeps the link', async (bench, link) => {
      const { peripheral, followsChanges = true } = bench.pair;
      if (!peripheral.update) return;
      const before = link.services;
      const uuids = before.flatMap(({ characteristics }) => characteristics.map(({ uuid }) => uuid));
      const gone = characteristic(link, testUuids.nameless);
      await bench.soon('the update', async () => await peripheral.update?.(bench.service.later));
      expectThat(followsChanges || !link.rediscover, 'no rediscover of a central that does not follow changes');
      if (!followsChanges) return;
      // Where the platform reports changes by itself, that takes a moment, in which there may be any part of them.
      await bench.soon('the services as they are now', async (signal) => {
        while (!sameUuids(link, bench.service.later)) {
          await link.rediscover?.({ signal });
          await bench.clock.sleep(50, { signal });
        }
      });
      expectThat(link.services !== before, 'another list');
      const still = before.flatMap(({ characteristics }) => characteristics.map(({ uuid }) => uuid));
      expectThat(String(still) === String(uuids), 'the list of before as it was');
      const added = characteristic(link, testUuids.added);
      const description = added.descriptors.find(({ uuid }) => uuid === userDescriptionUuid);
      const name = description && decodeUtf8(await description.read())?.replace(/\0+$/, '');
      expectThat(name === 'custom-data', `the description of what is new, got ${name}`);
      for (const uuid of [testUuids.added, testUuids.store]) {
        const value = utf8(`to ${uuid}`);
        await characteristic(link, uuid).write(value);
        expectThat(toHex(bench.service.value) === toHex(value), `a write to ${uuid}`);
        expectThat(toHex(await characteristic(link, uuid).read()) === toHex(value), `a read of ${uuid}`);
      }
      const { length } = bench.service.writes;
      await bench.expectRefused(gone.write(Uint8Array.of(1)), 0x01);
      expectThat(bench.service.writes.length === length, 'no write to what is gone');
      expectThat(!link.lost.aborted && bench.service.events.length === 1, 'the link');
    }),
    connected('does not call a link lost that it closed itself', async (bench, link) => {
      const slow = characteristic(link, testUuids.slow);
      await link[Symbol.asyncDispose]();
      await link[Symbol.asyncDispose]();
      await expectCode(slow.read(), 'link/closed');
      await bench.until(() => bench.service.peer === undefined, 'the end at the device');
      expectThat(!link.lost.aborted, 'no loss');
    }),
    connected('connects again after a loss', async (bench, link) => {
      await bench.pair.peripheral.disconnect(bench.service.peer as number);
      await bench.until(() => link.lost.aborted, 'the signal');
      await link[Symbol.asyncDispose]();
      const again = await bench.connect(testName);
      await characteristic(again, testUuids.store).write(Uint8Array.of(3));
      expectThat(toHex(bench.service.value) === '03', 'a write over the new link');
      expectThat(link.lost.aborted && !again.lost.aborted, 'only the old link lost');
      await again[Symbol.asyncDispose]();
    }),
    connected('closes its links when it is closed, twice without harm', async (bench, link) => {
      const { central } = bench.pair;
      await central[Symbol.asyncDispose]();
      await central[Symbol.asyncDispose]();
      await expectCode(characteristic(link, testUuids.store).read(), 'link/closed');
      await bench.until(() => bench.service.peer === undefined, 'the end at the device');
      await expectCode(
        bench.soon('a refusal', (signal) => firstOf(bench, {}, signal)),
        'link/closed',
      );
    }),
  ];
}

/** Whether a connection knows the characteristics of a service as they are now. */
function sameUuids({ services }: GattConnection, { uuid, characteristics }: LocalService): boolean {
  const found = services.find((each) => each.uuid === uuid)?.characteristics ?? [];
  return String(found.map((each) => each.uuid)) === String(characteristics.map((each) => each.uuid));
}

async function firstOf(
  { pair }: PairBench,
  filter: Parameters<BlePair['central']['scan']>[0],
  signal: AbortSignal,
): Promise<FoundDevice> {
  for await (const device of pair.central.scan(filter, { signal })) return device;
  throw new Error('the scan ended by itself');
}
