import type { BleCentral, GattConnection } from '@esp-prov/client';
import { isProvisioningError, toHex, userDescriptionUuid } from '@esp-prov/protocol';
import { type BlePair, characteristic, expectCode, PairBench } from './ble-pair.ts';
import {
  readRefusal,
  TestService,
  testManufacturerData,
  testName,
  testUuids,
  writeRefusal,
} from './ble-test-service.ts';
import { type ConformanceCase, expectThat } from './conformance-case.ts';

/** A peripheral on trial with two centrals in its reach. */
export interface PeripheralPair extends BlePair {
  readonly otherCentral: BleCentral;
}

interface Bench extends PairBench {
  readonly pair: PeripheralPair;
  readonly service: TestService;
}

const advertisement = { name: testName, service: testUuids.service, manufacturerData: testManufacturerData };

/** Returns the cases that every peripheral must pass. Its centrals have to be ones that pass their own suite. */
export function blePeripheralConformance(factory: () => Promise<PeripheralPair>): ConformanceCase[] {
  const withService = (name: string, check: (bench: Bench) => Promise<void>): ConformanceCase => ({
    name,
    async run() {
      const pair = await factory();
      const service = new TestService();
      try {
        await pair.peripheral.serve(service.local, service);
        await pair.peripheral.advertise(advertisement);
        await check(Object.assign(new PairBench(pair), { service, pair }));
      } finally {
        service.release();
        await pair.central[Symbol.asyncDispose]();
        await pair.otherCentral[Symbol.asyncDispose]();
        await pair.peripheral[Symbol.asyncDispose]();
        await pair.close();
      }
    },
  });
  const connected = (name: string, check: (bench: Bench, connection: GattConnection) => Promise<void>) =>
    withService(name, async (bench) => {
      const connection = await bench.connect(testName);
      await check(bench, connection);
      await connection[Symbol.asyncDispose]();
    });

  return [
    withService('advertises its name, one service and the data of the manufacturer', async (bench) => {
      const { name, services, manufacturerData = new Uint8Array(0) } = await bench.find(testName);
      expectThat(name === testName, `the whole name, got ${name}`);
      expectThat(String(services) === testUuids.service, `exactly one service, got ${services.join()}`);
      expectThat(toHex(manufacturerData) === toHex(testManufacturerData), `the data, got ${toHex(manufacturerData)}`);
    }),
    withService('takes a name of 29 bytes', async (bench) => {
      const name = 'N'.repeat(29);
      await bench.pair.peripheral.stopAdvertising();
      await bench.pair.peripheral.advertise({ name, service: testUuids.service });
      expectThat((await bench.find(name)).name === name, 'all of them');
    }),
    withService('is not seen any more when it stops to advertise, and is seen again', async (bench) => {
      await bench.find(testName);
      await bench.pair.peripheral.stopAdvertising();
      await bench.pair.peripheral.stopAdvertising();
      expectThat((await bench.sightings(testName)).length === 0, 'no sighting');
      await bench.pair.peripheral.advertise(advertisement);
      await bench.find(testName);
    }),
    connected('pauses while a central is connected, and is seen again afterwards', async (bench, link) => {
      const { otherCentral } = bench.pair;
      expectThat((await bench.sightings(testName, otherCentral)).length === 0, 'no sighting while connected');
      await link[Symbol.asyncDispose]();
      await bench.find(testName, otherCentral);
    }),
    connected('stays silent after a link during which it stopped to advertise', async (bench, link) => {
      const { peripheral, otherCentral } = bench.pair;
      await peripheral.stopAdvertising();
      await characteristic(link, testUuids.store).write(Uint8Array.of(1));
      await link[Symbol.asyncDispose]();
      await bench.until(() => bench.service.peer === undefined, 'the end of the link');
      expectThat((await bench.sightings(testName, otherCentral)).length === 0, 'no sighting');
      await peripheral.advertise(advertisement);
      await bench.find(testName, otherCentral);
    }),
    connected('offers other characteristics when it is updated, and keeps the link', async (bench, link) => {
      const { peripheral } = bench.pair;
      if (!peripheral.update) return;
      const { service } = bench;
      const { store, slow, refusing, failing } = testUuids;
      const going = characteristic(link, slow);
      const write = bench.begun(going.write(Uint8Array.of(1)));
      await bench.until(() => service.writes.length === 1, 'the write');
      const kept = service.local.characteristics.filter(({ uuid }) => uuid !== slow && uuid !== testUuids.nameless);
      const updated = bench.begun(peripheral.update({ ...service.local, characteristics: kept }));
      service.release();
      await bench.soon('the answer to what came before', () => write);
      await bench.soon('the update', () => updated);
      expectThat(!link.lost.aborted && service.peer !== undefined, 'the link');
      // By which error depends on what the central has heard of the change.
      const late = await going.write(Uint8Array.of(1)).catch((error: unknown) => error);
      expectThat(isProvisioningError(late), `an error, got ${late}`);
      expectThat(service.writes.length === 1, 'no write to what is gone');
      await link[Symbol.asyncDispose]();
      const next = await bench.connect(testName);
      const found = next.services.find(({ uuid }) => uuid === testUuids.service)?.characteristics ?? [];
      expectThat(String(found.map(({ uuid }) => uuid)) === String([store, refusing, failing]), 'the others');
      await peripheral.update(service.local);
      await next[Symbol.asyncDispose]();
      const last = await bench.connect(testName);
      await characteristic(last, testUuids.nameless).write(Uint8Array.of(2));
      await last[Symbol.asyncDispose]();
    }),
    connected('reports each central by one number, from its start to its end', async (bench, link) => {
      const { service } = bench;
      await bench.until(() => service.events.length === 1, 'the connection');
      await characteristic(link, testUuids.store).write(Uint8Array.of(1));
      await characteristic(link, testUuids.store).read();
      await link[Symbol.asyncDispose]();
      await bench.until(() => service.events.length === 2, 'the end');
      const peer = service.writes[0]?.peer;
      expectThat(String(service.events) === `connected ${peer},disconnected ${peer}`, `got ${service.events}`);
      expectThat(String(service.readers) === String(peer), `reads of central ${peer}, got ${service.readers}`);
    }),
    connected('gives the next central another start', async (bench, link) => {
      await link[Symbol.asyncDispose]();
      await bench.until(() => bench.service.events.length === 2, 'the end of the first');
      const next = await bench.connect(testName, bench.pair.otherCentral);
      await bench.until(() => bench.service.events.length === 3, 'the start of the second');
      expectThat(bench.service.events[2]?.startsWith('connected') === true, 'a connection');
      await next[Symbol.asyncDispose]();
    }),
    connected('offers its characteristics in their order, described where wanted', async (_, { services }) => {
      const found = services.find(({ uuid }) => uuid === testUuids.service)?.characteristics ?? [];
      const { store, slow, refusing, failing, nameless } = testUuids;
      const wanted = [store, slow, refusing, failing, nameless];
      expectThat(String(found.map(({ uuid }) => uuid)) === String(wanted), 'the order');
      const described = found.filter(({ descriptors }) => descriptors.some(({ uuid }) => uuid === userDescriptionUuid));
      expectThat(described.length === 4, `four descriptions, got ${described.length}`);
    }),
    connected('takes and gives values of 1 to 512 bytes whole, each write once', async ({ service }, link) => {
      const store = characteristic(link, testUuids.store);
      for (const length of [1, 20, 21, 253, 512]) {
        const value = Uint8Array.from({ length }, (_, i) => (i * 5 + length) & 0xff);
        await store.write(value);
        expectThat(toHex(service.value) === toHex(value), `${length} bytes`);
        expectThat(toHex(await store.read()) === toHex(value), `${length} bytes back`);
      }
      expectThat(service.writes.length === 5, `five writes, got ${service.writes.length}`);
    }),
    connected('refuses more than 512 bytes by itself', async (bench, link) => {
      await bench.expectRefused(characteristic(link, testUuids.store).write(new Uint8Array(513)));
      expectThat(bench.service.writes.length === 0, 'no write');
    }),
    connected(
      'refuses by the numbers that it is given, and by some number where a handler fails',
      async (bench, link) => {
        const refusing = characteristic(link, testUuids.refusing);
        await bench.expectRefused(refusing.write(Uint8Array.of(1)), writeRefusal);
        await bench.expectRefused(refusing.read(), readRefusal);
        await bench.expectRefused(characteristic(link, testUuids.failing).write(Uint8Array.of(1)));
        await characteristic(link, testUuids.store).write(Uint8Array.of(1));
        expectThat(bench.service.peer !== undefined, 'the link');
      },
    ),
    connected('answers a write when its handler is done', async (bench, link) => {
      let answered = false;
      const write = bench.begun(
        characteristic(link, testUuids.slow)
          .write(Uint8Array.of(1))
          .then(() => {
            answered = true;
          }),
      );
      await bench.until(() => bench.service.writes.length === 1, 'the write');
      await bench.clock.sleep(100);
      expectThat(!answered, 'no answer yet');
      bench.service.release();
      await bench.soon('the answer', () => write);
    }),
    connected('ends the link of a central, and survives a number that no central has', async (bench, link) => {
      const { peripheral } = bench.pair;
      const peer = bench.service.peer as number;
      await peripheral.disconnect(peer + 1000);
      expectThat(!link.lost.aborted, 'the link');
      await peripheral.disconnect(peer);
      await bench.until(() => link.lost.aborted && bench.service.peer === undefined, 'the end on both sides');
      await peripheral.disconnect(peer);
      await bench.find(testName);
    }),
    withService('admits no second central, and the first goes on', async (bench) => {
      const { otherCentral } = bench.pair;
      // Found before, since nothing is advertised while a central is connected.
      const { id } = await bench.find(testName, otherCentral);
      const link = await bench.connect(testName);
      const second = await bench.soon('an end', (signal) =>
        otherCentral.connect(id, { signal }).then(
          (open) => open,
          () => undefined,
        ),
      );
      // Where the radio itself cannot refuse, the peripheral has to end the link at once.
      if (second) await bench.until(() => second.lost.aborted, 'the end of the second link');
      await characteristic(link, testUuids.store).write(Uint8Array.of(9));
      expectThat(toHex(bench.service.value) === '09' && !link.lost.aborted, 'the first link');
      const begun = bench.service.events.filter((event) => event.startsWith('connected')).length;
      expectThat(begun === 1, `one central at a time, got ${bench.service.events}`);
      await second?.[Symbol.asyncDispose]();
      await link[Symbol.asyncDispose]();
    }),
    connected('ends everything when it is closed, twice without harm', async (bench, link) => {
      const { peripheral } = bench.pair;
      await peripheral[Symbol.asyncDispose]();
      await peripheral[Symbol.asyncDispose]();
      await bench.until(() => link.lost.aborted, 'the end of the link');
      await expectCode(characteristic(link, testUuids.store).read(), 'link/lost');
      await link[Symbol.asyncDispose]();
      expectThat((await bench.sightings(testName)).length === 0, 'no sighting');
    }),
  ];
}
