import { DBusError, type MethodCall } from '@esp-prov/dbus';
import { systemRandom } from '@esp-prov/protocol';
import { manualClock } from '@esp-prov/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { openNetworkManager } from '../../src/networkmanager/open-network-manager.ts';
import type { BoardWifi } from '../../src/wifi/board-wifi.ts';
import { FakeNmBus } from '../support/fake-nm-bus.ts';
import { until } from '../support/until.ts';

const device = '/org/freedesktop/NetworkManager/Devices/2';
const variant = (value: unknown) => ({ signature: 'v', value });
const variants = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, variant(value)]));

/** What the daemon says where a test does not have it lie. */
const honest: Record<string, Record<string, unknown>> = {
  'org.freedesktop.NetworkManager': { Devices: [device], ActiveConnections: [], Version: '1.42.4' },
  'org.freedesktop.NetworkManager.Device': { DeviceType: 2, Interface: 'wlan0', State: 30, ActiveConnection: '/' },
  'org.freedesktop.NetworkManager.Device.Wireless': { PermHwAddress: '02:00:00:00:00:01', LastScan: 1n },
  'org.freedesktop.NetworkManager.AccessPoint': {
    Ssid: Uint8Array.of(0x41),
    HwAddress: '02:00:00:00:00:02',
    Frequency: 2412,
    Strength: 50,
    Flags: 0,
    WpaFlags: 0,
    RsnFlags: 0,
  },
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
  let scans = 0;
  const bus = new FakeNmBus((call) => {
    const lie = lies.answer?.(call);
    if (lie !== undefined) return lie;
    const [first, second] = (call.body ?? []) as string[];
    const values = { ...honest[first ?? ''], ...lies.properties?.[first ?? ''] };
    if (call.member === 'GetAll') return [variants(values)];
    if (call.member === 'Get' && second === 'LastScan') return [variant(BigInt(++scans))];
    if (call.member === 'Get') return [variant(values[second ?? ''])];
    if (call.member === 'GetAllAccessPoints') return [['/ap/1']];
    if (call.member === 'RequestScan') return [];
    throw new DBusError('reply', 'no', { errorName: 'org.freedesktop.DBus.Error.UnknownMethod' });
  });
  const board = await openNetworkManager({
    bus,
    clock: manualClock(),
    random: systemRandom,
    log: () => undefined,
    onWaiting: () => undefined,
  });
  open.push(board);
  return { bus, board, scan: () => board.station.scan({ passive: false, dwellMs: 0 }) };
}

describe('a NetworkManager that does not tell the truth', () => {
  test('is believed where it does', async () => {
    const { scan } = await boardOn({});
    expect(await scan()).toMatchObject([{ channel: 1, rssi: -70, authMode: 0 }]);
  });

  test('brings no more access points than a neighbourhood has', async () => {
    const many = Array.from({ length: 50_000 }, (_, i) => `/ap/${i}`);
    const { bus, scan } = await boardOn({
      answer: ({ member }) => (member === 'GetAllAccessPoints' ? [many] : undefined),
    });
    expect(await scan()).toHaveLength(256);
    expect(bus.mostAtOnce).toBeLessThanOrEqual(16);
  });

  test('brings one access point once, however often it lists it', async () => {
    const same = Array.from({ length: 50_000 }, () => '/ap/1');
    const { scan } = await boardOn({
      answer: ({ member }) => (member === 'GetAllAccessPoints' ? [same] : undefined),
    });
    expect(await scan()).toHaveLength(1);
  });

  test.each<[string, Record<string, unknown>]>([
    ['a name of 33 bytes', { Ssid: new Uint8Array(33).fill(0x41) }],
    ['a name of a megabyte', { Ssid: new Uint8Array(1_000_000).fill(0x41) }],
    ['a name that is text', { Ssid: 'A' }],
    ['no name', { Ssid: undefined }],
    ['an empty name', { Ssid: new Uint8Array(0) }],
    ['a name of zeros', { Ssid: new Uint8Array(8) }],
    ['an address that is none', { HwAddress: '02:00:00:00:00' }],
    ['an address of a megabyte', { HwAddress: '02:'.repeat(350_000) }],
    ['a frequency that is none', { Frequency: 4_294_967_295 }],
    ['a frequency that is text', { Frequency: '2412' }],
  ])('is not believed with %s', async (_, lie) => {
    const { scan } = await boardOn({ properties: { 'org.freedesktop.NetworkManager.AccessPoint': lie } });
    expect(await scan()).toEqual([]);
  });

  test.each([255, -1, 'strong', undefined, Number.NaN])('gives a strength of %s no sense', async (Strength) => {
    const { scan } = await boardOn({ properties: { 'org.freedesktop.NetworkManager.AccessPoint': { Strength } } });
    const [heard] = await scan();
    expect(heard?.rssi).toBeLessThanOrEqual(-40);
    expect(heard?.rssi).toBeGreaterThanOrEqual(-100);
  });

  test.each<[string, unknown]>([
    ['text', 'no list'],
    ['nothing', undefined],
    ['numbers', [1, 2, 3]],
    ['no paths', ['', '/', 'x', '/'.repeat(1_000_000)]],
  ])('lists %s in place of access points', async (_, list) => {
    const { scan } = await boardOn({
      answer: ({ member }) => (member === 'GetAllAccessPoints' ? [list] : undefined),
    });
    expect(await scan()).toEqual([]);
  });

  test('is asked once at a time whether the board is online, however many signals come', async () => {
    const { bus, board } = await boardOn({});
    await new Promise((resolve) => setTimeout(resolve, 20));
    bus.calls.clear();
    for (let i = 0; i < 50_000; i++) {
      bus.tell({
        path: device,
        interface: 'org.freedesktop.NetworkManager.Device',
        member: 'StateChanged',
        body: [30, 40, i],
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(bus.calls.get('Get')).toBeLessThanOrEqual(4);
    expect(board.isOnline()).toBe(false);
  });

  test('cannot make the board hold more rules than before', async () => {
    const { bus, scan } = await boardOn({});
    const { rules } = bus;
    for (let i = 0; i < 20; i++) await scan();
    expect(bus.rules).toBe(rules);
  });

  test('says that a join has begun and names no connection', async () => {
    const { board, bus } = await boardOn({
      answer: ({ member }) => (member === 'AddAndActivateConnection2' ? ['/', '/', {}] : undefined),
    });
    board.station.join({ ssid: Uint8Array.of(0x41), passphrase: new Uint8Array(0) });
    await until(() => bus.calls.get('AddAndActivateConnection2') === 1);
    for (let i = 0; i < 200; i++) await new Promise((resolve) => setImmediate(resolve));
    board.station.leave();
    // The rest before another attempt is that of a clock that stands still here: no storm of attempts.
    expect(bus.calls.get('AddAndActivateConnection2')).toBe(1);
  });
});
