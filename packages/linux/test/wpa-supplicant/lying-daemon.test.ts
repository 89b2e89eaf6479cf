import { DBusError, type MethodCall } from '@esp-prov/dbus';
import { systemRandom } from '@esp-prov/protocol';
import { manualClock } from '@esp-prov/testing';
import { afterEach, describe, expect, test } from 'vitest';
import type { BoardWifi } from '../../src/wifi/board-wifi.ts';
import { openWpaSupplicant } from '../../src/wpa-supplicant/open-wpa-supplicant.ts';
import { FakeNmBus } from '../support/fake-nm-bus.ts';
import { StationEvents } from '../support/station-events.ts';

const name = 'fi.w1.wpa_supplicant1';
const path = '/fi/w1/wpa_supplicant1/Interfaces/0';
const variant = (value: unknown) => ({ signature: 'v', value });
const variants = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, variant(value)]));

/** What the daemon says where a test does not have it lie. */
const honest: Record<string, Record<string, unknown>> = {
  [name]: { Interfaces: [path] },
  [`${name}.Interface`]: { State: 'inactive', Scanning: false, BSSs: ['/bss/1'], Networks: [], ConfigFile: '' },
  [`${name}.BSS`]: {
    SSID: Uint8Array.of(0x41),
    BSSID: Uint8Array.of(2, 0, 0, 0, 0, 2),
    Frequency: 2412,
    Signal: -50,
    Age: 0,
    Privacy: false,
    RSN: variants({ KeyMgmt: [] }),
    WPA: variants({ KeyMgmt: [] }),
  },
  [`${name}.Network`]: { Properties: variants({ id_str: '"esp-prov attempt"' }), Enabled: true },
};

const open: BoardWifi[] = [];
afterEach(async () => {
  for (const board of open.splice(0)) await board[Symbol.asyncDispose]();
});

/** Opens a board on a daemon that says `lies` in place of what is true. */
async function boardOn(lies: {
  readonly properties?: Record<string, Record<string, unknown>>;
  readonly answer?: (call: MethodCall) => readonly unknown[] | undefined;
}) {
  const bus: FakeNmBus = new FakeNmBus((call) => {
    const lie = lies.answer?.(call);
    if (lie !== undefined) return lie;
    const [first, second] = (call.body ?? []) as string[];
    const values = { ...honest[first ?? ''], ...lies.properties?.[first ?? ''] };
    if (call.member === 'GetAll') return [variants(values)];
    if (call.member === 'Get') return [variant(values[second ?? ''])];
    if (call.member === 'GetInterface') return [path];
    if (call.member === 'Scan') {
      setTimeout(() => bus.tell({ path, interface: `${name}.Interface`, member: 'ScanDone', body: [true] }), 1);
      return [];
    }
    if (call.member === 'RemoveNetwork' || call.member === 'Reassociate' || call.member === 'Set') return [];
    throw new DBusError('reply', 'no', { errorName: 'org.freedesktop.DBus.Error.UnknownMethod' });
  });
  const board = await openWpaSupplicant({
    bus,
    clock: manualClock(),
    random: systemRandom,
    log: () => undefined,
    onWaiting: () => undefined,
    board: {
      wifi: async () => ['wlan0'],
      madeWith: async () => new Uint8Array(6),
      ip4: () => ({}),
      configFile: async () => undefined,
    },
    programs: {
      run: async () => ({ stdout: new Uint8Array(0), stderr: '' }),
      guard: () => Promise.reject(new Error('nothing is guarded here')),
    },
  });
  open.push(board);
  return { bus, board, scan: () => board.station.scan({ passive: false, dwellMs: 0 }) };
}

const bss = (values: Record<string, unknown>) => ({ properties: { [`${name}.BSS`]: values } });

describe('a wpa_supplicant that does not tell the truth', () => {
  test('is believed where it does', async () => {
    const { scan } = await boardOn({});
    expect(await scan()).toMatchObject([{ channel: 1, rssi: -50, authMode: 0 }]);
  });

  test.each([
    [0, 1],
    // It takes whole seconds from each other, so this may be a tenth of one.
    [1, 1],
    [2, 0],
  ])('heard an access point %i seconds ago by its count: %i of a scan that has just ended', async (Age, count) => {
    const { scan } = await boardOn(bss({ Age }));
    expect(await scan()).toHaveLength(count);
  });

  test('brings no more access points than a neighbourhood has, a few at a time', async () => {
    const many = Array.from({ length: 50_000 }, (_, i) => `/bss/${i}`);
    const { bus, scan } = await boardOn({ properties: { [`${name}.Interface`]: { BSSs: many } } });
    expect(await scan()).toHaveLength(256);
    expect(bus.mostAtOnce).toBeLessThanOrEqual(8);
  });

  test('brings one access point once, however often it lists it', async () => {
    const same = Array.from({ length: 50_000 }, () => '/bss/1');
    const { scan } = await boardOn({ properties: { [`${name}.Interface`]: { BSSs: same } } });
    expect(await scan()).toHaveLength(1);
  });

  test.each<[string, Record<string, unknown>]>([
    ['a name of 33 bytes', { SSID: new Uint8Array(33).fill(0x41) }],
    ['a name of a megabyte', { SSID: new Uint8Array(1_000_000).fill(0x41) }],
    ['a name that is text', { SSID: 'A' }],
    ['no name', { SSID: undefined }],
    ['an empty name', { SSID: new Uint8Array(0) }],
    ['a name of zeros', { SSID: new Uint8Array(8) }],
    ['an address of five bytes', { BSSID: new Uint8Array(5) }],
    ['an address that is text', { BSSID: '02:00:00:00:00:02' }],
    ['a frequency that is none', { Frequency: 65_535 }],
    ['a frequency that is text', { Frequency: '2412' }],
  ])('is not believed with %s', async (_, lie) => {
    const { scan } = await boardOn(bss(lie));
    expect(await scan()).toEqual([]);
  });

  test.each([40, -32_768, 'strong', undefined, Number.NaN])('gives a strength of %s no sense', async (Signal) => {
    const [heard] = await (await boardOn(bss({ Signal }))).scan();
    expect(heard?.rssi).toBeLessThan(0);
    expect(heard?.rssi).toBeGreaterThanOrEqual(-128);
  });

  test.each<[string, unknown, number]>([
    ['keys without end', Array.from({ length: 100_000 }, () => 'x'), 5],
    ['text', 'wpa-psk', 0],
    ['numbers', [1, 2], 0],
    ['a name of a megabyte', ['wpa-'.repeat(250_000)], 5],
  ])('describes the security by %s', async (_, KeyMgmt, authMode) => {
    const { scan } = await boardOn(bss({ RSN: variants({ KeyMgmt }) }));
    expect(await scan()).toMatchObject([{ authMode }]);
  });

  test.each<[string, unknown]>([
    ['text', 'no list'],
    ['nothing', undefined],
    ['numbers', [1, 2, 3]],
    ['no paths', ['', '/', 'x', '/'.repeat(1_000_000)]],
  ])('lists %s in place of access points and networks', async (_, list) => {
    const { scan, board } = await boardOn({ properties: { [`${name}.Interface`]: { BSSs: list, Networks: list } } });
    expect(await scan()).toEqual([]);
    await board.cleanUp();
  });

  test('has networks without end, of which a part is cleared', async () => {
    const many = Array.from({ length: 50_000 }, (_, i) => `${path}/Networks/${i}`);
    const { bus, board } = await boardOn({ properties: { [`${name}.Interface`]: { Networks: many } } });
    await board.cleanUp();
    expect(bus.calls.get('RemoveNetwork')).toBeLessThanOrEqual(256);
  });

  test('names no network that it has added', async () => {
    const { board } = await boardOn({ answer: ({ member }) => (member === 'AddNetwork' ? ['/'] : undefined) });
    const events = new StationEvents(board.station);
    board.station.join({ ssid: Uint8Array.of(0x41), passphrase: new Uint8Array(0) });
    expect((await events.next()).kind).toBe('disconnected');
  });

  test('goes back to another network whenever it is asked for this one, and is asked three times', async () => {
    const elsewhere = { State: 'completed', CurrentNetwork: `${path}/Networks/0` };
    const { bus, board } = await boardOn({
      properties: { [`${name}.Interface`]: { ...elsewhere } },
      answer({ member }) {
        if (member === 'AddNetwork') return [`${path}/Networks/1`];
        if (member !== 'Reassociate') return undefined;
        const changed = { path, interface: 'org.freedesktop.DBus.Properties', member: 'PropertiesChanged' };
        bus.tell({ ...changed, body: [`${name}.Interface`, variants(elsewhere), []] });
        return [];
      },
    });
    const events = new StationEvents(board.station);
    board.station.join({ ssid: Uint8Array.of(0x41), passphrase: new Uint8Array(0) });
    expect(await events.next()).toEqual({ kind: 'disconnected', reason: 210 });
    expect(bus.calls.get('Reassociate')).toBe(3);
  });

  test('sends signals without end, and is asked for one thing once at a time', async () => {
    const { bus, board } = await boardOn({});
    bus.calls.clear();
    board.station.join({ ssid: Uint8Array.of(0x42), passphrase: new Uint8Array(0) });
    for (let i = 0; i < 50_000; i++) {
      bus.tell({ path: '/fi/w1/wpa_supplicant1', interface: name, member: 'InterfaceAdded', body: [`/x/${i}`, {}] });
      bus.tell({ path: '/fi/w1/wpa_supplicant1', interface: name, member: 'InterfaceRemoved', body: [`/x/${i}`] });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(bus.calls.get('GetInterface')).toBeLessThanOrEqual(6);
    expect(board.isOnline()).toBe(false);
  });

  test('cannot make the board hold more rules than before', async () => {
    const { bus, scan } = await boardOn({});
    const { rules } = bus;
    for (let i = 0; i < 20; i++) await scan();
    expect(bus.rules).toBe(rules);
  });
});
