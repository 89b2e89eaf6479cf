import { bleServiceUuids } from '@esp-prov/protocol';
import { FakeBluetooth, failureOf, manualClock, memoryRadio } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
// Loaded beforehand: a clock that is moved by hand waits for no file.
import '../../src/web/web-gatt-connection.ts';
import { type BrowserBluetooth, type BrowserBluetoothDevice, WebBluetoothCentral } from '../../src/web/index.ts';

const service = bleServiceUuids.example;

async function bench() {
  const clock = manualClock();
  const radio = memoryRadio({ clock });
  await radio.peripheral.serve(
    { uuid: service, characteristics: [] },
    { connected: () => undefined, disconnected: () => undefined },
  );
  await radio.peripheral.advertise({ name: 'PROV_1', service });
  const bluetooth = new FakeBluetooth(radio.central);
  return { clock, radio, bluetooth, central: new WebBluetoothCentral({ bluetooth, clock }) };
}

/** A browser in which only the list of devices is of interest. */
function browser(requestDevice: () => Promise<unknown>, available: boolean | Promise<never> = true): BrowserBluetooth {
  return {
    getAvailability: async () => await available,
    requestDevice: requestDevice as () => Promise<BrowserBluetoothDevice>,
  };
}

function exception(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

describe('the list of devices of a browser', () => {
  test('is asked for in the turn of the call', async () => {
    const { bluetooth, central, clock } = await bench();
    const choosing = central.choose({ namePrefix: 'PROV_' });
    expect(bluetooth.requests).toHaveLength(1);
    expect(await clock.run(choosing)).toMatchObject({ name: 'PROV_1', services: [] });
    const scanning = central.scan({ namePrefix: 'OTHER_' }).next();
    expect(bluetooth.requests).toHaveLength(2);
    bluetooth.cancel();
    expect((await failureOf(scanning)).code).toBe('bluetooth/nothing-chosen');
  });

  test('names every service that a page may need, also that of old Arduino cores and those of the embedder', async () => {
    const { bluetooth, clock } = await bench();
    const mine = '6E400001-B5A3-F393-E0A9-E50E24DCCA9E';
    const central = new WebBluetoothCentral({ bluetooth, clock, services: [mine] });
    await clock.run(central.choose({ namePrefix: 'PROV_', optionalServices: ['180a'] }));
    expect(bluetooth.requests).toEqual([
      {
        filters: [{ namePrefix: 'PROV_' }],
        optionalServices: [
          '021a9004-0382-4aea-bff4-6b3f1c5adfb4',
          '1775244d-6b43-439b-877c-060f2d9bed07',
          '0000ffff-0000-1000-8000-00805f9b34fb',
          '12345678-90ab-cdef-fedc-ba0987654321',
          'b4df5a1c-3f6b-f4bf-ea4a-820304901a02',
          mine.toLowerCase(),
          '0000180a-0000-1000-8000-00805f9b34fb',
        ],
      },
    ]);
  });

  test.each([
    [{}, { acceptAllDevices: true }, []],
    [{ namePrefix: '' }, { acceptAllDevices: true }, []],
    [{ service: service.toUpperCase() }, { filters: [{ services: [service] }] }, [service]],
    [{ namePrefix: 'PROV_', service }, { filters: [{ namePrefix: 'PROV_', services: [service] }] }, [service]],
  ])('is filtered by %o', async (filter, expected, services) => {
    const { bluetooth, central, clock } = await bench();
    const found = await clock.run(central.choose(filter));
    expect(bluetooth.requests[0]).toMatchObject(expected);
    expect(found.services).toEqual(services);
  });

  test.each([
    [{ service: 'ff' }],
    [{ service: `${service}0` }],
    [{ optionalServices: ['prov-session'] }],
    [{ namePrefix: 'x'.repeat(249) }],
  ])('is not shown for %o', async (filter) => {
    const { bluetooth, central } = await bench();
    expect((await failureOf(central.choose(filter))).code).toBe('usage/invalid-option');
    expect(bluetooth.requests).toEqual([]);
  });

  test.each([
    [exception('NotFoundError', 'User cancelled the requestDevice() chooser.'), true, 'bluetooth/nothing-chosen'],
    [exception('NotFoundError', 'Bluetooth adapter not available.'), false, 'bluetooth/no-adapter'],
    [exception('SecurityError', 'Must be handling a user gesture'), true, 'bluetooth/not-permitted'],
    [exception('SecurityError', 'Access to the feature "bluetooth" is disallowed'), false, 'bluetooth/not-permitted'],
    // The package webbluetooth rejects with text.
    ['requestDevice error: no devices found', true, 'bluetooth/nothing-chosen'],
    [exception('TypeError', 'Illegal invocation'), true, 'bluetooth/refused'],
    [undefined, true, 'bluetooth/refused'],
  ])('that fails with %s, an adapter: %s, is %s', async (reason, available, code) => {
    const central = new WebBluetoothCentral({ bluetooth: browser(() => Promise.reject(reason), available) });
    const failure = await failureOf(central.choose({ namePrefix: 'PROV_' }));
    expect(failure.code).toBe(code);
    expect(failure.cause).toBe(reason);
  });

  test('that throws in place of a rejection fails alike, and a getter that throws is no other failure', async () => {
    const thrown = browser(() => {
      throw exception('SecurityError', 'not here');
    });
    expect((await failureOf(new WebBluetoothCentral({ bluetooth: thrown }).choose())).code).toBe(
      'bluetooth/not-permitted',
    );
    const liar = Object.defineProperty(new Error('x'), 'name', {
      get() {
        throw new Error('no name');
      },
    });
    const central = new WebBluetoothCentral({ bluetooth: browser(() => Promise.reject(liar)) });
    expect((await failureOf(central.choose())).code).toBe('bluetooth/refused');
  });

  test('stays open until the caller gives up, and what is chosen afterwards is not known', async () => {
    const { bluetooth, central, clock } = await bench();
    let isThere = false;
    bluetooth.takes = () => isThere;
    const caller = new AbortController();
    const reason = new Error('enough');
    const choosing = central.choose({}, { signal: caller.signal }).catch((error: unknown) => error);
    await clock.advance(60_000);
    caller.abort(reason);
    expect(await choosing).toBe(reason);
    isThere = true;
    await clock.advance(1000);
    expect((await failureOf(central.connect('24:0A:C4:26:1F:CE'))).code).toBe('link/unreachable');
  });

  test.each([
    ['no ID', { name: 'PROV_1' }],
    ['an ID of 1 MB', { id: 'x'.repeat(1_000_000) }],
    [
      'a getter that throws',
      {
        get id() {
          throw new Error('no');
        },
      },
    ],
    ['nothing', undefined],
  ])('that hands over a device with %s fails by name', async (_, device) => {
    const central = new WebBluetoothCentral({ bluetooth: browser(async () => device) });
    expect((await failureOf(central.choose())).code).toBe('bluetooth/refused');
  });

  test('that hands over a name of 1 MB gives a bounded one', async () => {
    const central = new WebBluetoothCentral({ bluetooth: browser(async () => ({ id: 'a', name: 'x'.repeat(1e6) })) });
    expect((await central.choose()).name).toHaveLength(512);
  });
});

describe('the question for an adapter', () => {
  test.each([
    ['an adapter', true, true],
    ['none', false, false],
  ])('is answered: %s', async (_, available, answer) => {
    const central = new WebBluetoothCentral({ bluetooth: browser(async () => undefined, available) });
    expect(await central.isAvailable()).toBe(answer);
  });

  test('is answered yes where the browser cannot be asked, fails or never answers', async () => {
    const clock = manualClock();
    const { requestDevice } = browser(async () => undefined);
    expect(await new WebBluetoothCentral({ bluetooth: { requestDevice } }).isAvailable()).toBe(true);
    const failing = browser(async () => undefined, Promise.reject(new Error('no')));
    expect(await new WebBluetoothCentral({ bluetooth: failing }).isAvailable()).toBe(true);
    const silent = browser(async () => undefined, new Promise<never>(() => undefined));
    expect(await clock.run(new WebBluetoothCentral({ bluetooth: silent, clock }).isAvailable())).toBe(true);
  });
});

describe('a device that is given back', () => {
  test('is disconnected, known no more, and cannot be used', async () => {
    const { bluetooth, central, clock } = await bench();
    const { id } = await clock.run(central.choose());
    const link = await clock.run(central.connect(id));
    await central.forget(id);
    expect(link.lost.aborted).toBe(false);
    expect(bluetooth.device(id)?.gatt).toBeUndefined();
    expect(bluetooth.device(id)?.listening).toBe(0);
    expect((await failureOf(central.connect(id))).code).toBe('link/unreachable');
  });
});
