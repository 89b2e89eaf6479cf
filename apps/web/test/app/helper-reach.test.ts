import type { Transport } from '@esp-prov/client';
import { manualClock } from '@esp-prov/testing';
import { expect, test } from 'vitest';
import { type HelperPort, helperReach } from '../../src/app/helper-reach.ts';
import type { HelperDevice, HelperTarget } from '../../src/helper/helper-client.ts';

const device = (id: string, rssi: number): HelperDevice => ({
  id,
  name: `PROV_${id}`,
  rssi,
  services: ['021a9004-0382-4aea-bff4-6b3f1c5adfb4'],
  taken: false,
});

/** A helper that hears two devices, one of them twice, and has a port that is plugged in later. */
function fakeHelper() {
  const opened: HelperTarget[] = [];
  const prefixes: string[] = [];
  let looks = 0;
  const helper: HelperPort = {
    async *scan(namePrefix) {
      prefixes.push(namePrefix);
      yield device('1', -70);
      yield device('2', -40);
      yield device('1', -50);
    },
    serialPorts: async () => (looks++ === 0 ? [] : [{ path: '/dev/ttyUSB0', description: 'CP2102' }]),
    openTransport: (target) => async () => {
      opened.push(target);
      return {} as Transport;
    },
  };
  return { helper, opened, prefixes };
}

const signal = new AbortController().signal;

test('devices are listed once each, with their newest strength, from the first moment on', async () => {
  const { helper, opened, prefixes } = fakeHelper();
  const { lists } = helperReach(helper, manualClock());
  const seen = [];
  for await (const list of lists?.bluetooth?.find('PROV_', { signal }) ?? []) seen.push(list);
  expect(seen.map((list) => list.length)).toEqual([0, 1, 2, 2]);
  expect(seen.at(-1)).toEqual([
    { id: '1', name: 'PROV_1', rssi: -50, taken: false },
    { id: '2', name: 'PROV_2', rssi: -40, taken: false },
  ]);
  expect(prefixes).toEqual(['PROV_']);
  await lists?.bluetooth?.open('2')({});
  expect(opened).toEqual([{ kind: 'ble', id: '2', services: ['021a9004-0382-4aea-bff4-6b3f1c5adfb4'] }]);
});

test('a radio that invents names without end does not fill the list', async () => {
  const { helper } = fakeHelper();
  const flood: HelperPort['scan'] = async function* () {
    for (let each = 0; each < 1000; each++) yield device(`${each}`, -70);
    yield device('3', -20);
  };
  const { lists } = helperReach({ ...helper, scan: flood }, manualClock());
  let last: readonly { readonly id: string; readonly rssi?: number | undefined }[] = [];
  for await (const list of lists?.bluetooth?.find('PROV_', { signal }) ?? []) last = list;
  expect(last).toHaveLength(64);
  expect(last.find(({ id }) => id === '3')?.rssi).toBe(-20);
});

test('ports are looked for again and again, until somebody has chosen', async () => {
  const { helper, opened } = fakeHelper();
  const clock = manualClock();
  const ending = new AbortController();
  const list = helperReach(helper, clock).lists?.usb;
  const finding = list?.find('', { signal: ending.signal })[Symbol.asyncIterator]();
  expect((await finding?.next())?.value).toEqual([]);
  const next = finding?.next();
  await clock.advance(2000);
  expect((await next)?.value).toEqual([{ id: '/dev/ttyUSB0', name: 'CP2102 (/dev/ttyUSB0)' }]);
  const last = finding?.next();
  ending.abort();
  await expect(last).rejects.toThrow();
  await list?.open('/dev/ttyUSB0')({});
  expect(opened).toEqual([{ kind: 'console', path: '/dev/ttyUSB0' }]);
});

test('a device in its own Wi-Fi is the one that the command was started for', async () => {
  const { helper, opened } = fakeHelper();
  await helperReach(helper, manualClock()).openTransport({});
  expect(opened).toEqual([{ kind: 'http' }]);
});
