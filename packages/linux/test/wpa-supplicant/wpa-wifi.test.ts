import type { Bus } from '@esp-prov/dbus';
import { utf8 } from '@esp-prov/protocol';
import { afterEach, describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { StationEvents } from '../support/station-events.ts';
import { until } from '../support/until.ts';
import { type WpaRoom, wpaRoom } from './support/wpa-room.ts';

const file = '/etc/wpa_supplicant/wpa_supplicant.conf';
const home = { ssid: utf8('home'), passphrase: utf8('correct-horse') };
const hotspot = { ssid: utf8('PROV_261FCC'), passphrase: 'abcdefgh2345', address: '192.168.4.1/24' } as const;
const accessPoints = [
  { ssid: 'home', passphrase: 'correct-horse' },
  { ssid: 'attic', channel: 11 },
  { ssid: 'mute', dhcp: false },
];
const withUser = {
  accessPoints,
  files: { [file]: { updates: true, networks: [{ ssid: 'attic' }, { ssid: 'old', disabled: true }] } },
  controls: [{ name: 'wlan0', configFile: file }],
};

/** Returns a bus that does `task` before each call of a member. */
function holding(bus: Bus, member: string, task: () => Promise<void>): Bus {
  return new Proxy(bus, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      if (key !== 'call') return value.bind(target);
      return async (...args: Parameters<Bus['call']>) => {
        if (args[0].member === member) await task();
        return await target.call(...args);
      };
    },
  });
}

describe.skipIf(!canStartBus)('a board under wpa_supplicant', () => {
  const rooms: WpaRoom[] = [];
  afterEach(async () => {
    for (const room of rooms.splice(0)) await room[Symbol.asyncDispose]();
  });

  async function board(options: Parameters<typeof wpaRoom>[0] = { accessPoints }) {
    const room = await wpaRoom(options);
    rooms.push(room);
    const wifi = await room.open();
    return { ...room, room, wifi, events: new StationEvents(wifi.station) };
  }

  test.each(['assoc', 'auth'] as const)('tries on when an access point is full (%s)', async (stage) => {
    const { virtual, wifi, events } = await board();
    virtual.refuse('home', stage, 17);
    wifi.station.join(home);
    expect((await events.next()).kind).toBe('got-ip');
  });

  test('takes one handshake that fails for no verdict', async () => {
    const { virtual, wifi, events, lines } = await board();
    virtual.refuse('home', 'deauth', 15);
    wifi.station.join(home);
    expect((await events.next()).kind).toBe('got-ip');
    expect(lines).toContain('the passphrase was refused (WPA2)');
  });

  test('learns of a wrong key by the signal of 2.11', async () => {
    const { wifi, events } = await board({ accessPoints, release: '2.11' });
    wifi.station.join({ ...home, passphrase: utf8('wrong-horse') });
    expect(await events.next()).toEqual({ kind: 'disconnected', reason: 15 });
  });

  test('says nothing as long as no address comes, and leaves the network when it is told to', async () => {
    const { virtual, wifi, events } = await board();
    wifi.station.join({ ssid: utf8('mute'), passphrase: new Uint8Array(0) });
    await until(() => virtual.connectedTo('wlan0') !== undefined);
    expect(events.waiting).toBe(0);
    wifi.station.leave();
    await until(() => virtual.connectedTo('wlan0') === undefined);
    expect(virtual.networks('wlan0')).toEqual([]);
    expect(events.waiting).toBe(0);
  });

  test('counts neither an address of its own making nor that of its access point as being online', async () => {
    const { virtual, wifi } = await board();
    virtual.setAddress('wlan0', '169.254.7.7/16');
    virtual.setAddress('wlan0', '192.168.4.1/24', 'wlan0:esp');
    expect(wifi.isOnline()).toBe(false);
    virtual.setAddress('eth0', '10.0.0.7/24');
    expect(wifi.isOnline()).toBe(true);
  });

  test('tells its listeners what it has told to whoever asked', async () => {
    const { virtual, wifi } = await board();
    const changes: boolean[] = [];
    wifi.watchOnline((online) => void changes.push(online));
    virtual.setAddress('eth0', '10.0.0.7/24');
    expect(wifi.isOnline()).toBe(true);
    await undefined;
    expect(changes).toEqual([true]);
    virtual.removeAddresses('eth0');
    expect(wifi.isOnline()).toBe(false);
    await undefined;
    expect(changes).toEqual([true, false]);
  });

  test('leaves the networks of the user enabled while it joins', async () => {
    const { virtual, wifi, events } = await board(withUser);
    wifi.station.join(home);
    expect((await events.next()).kind).toBe('got-ip');
    const enabled = virtual.networks('wlan0').map(({ ssid, enabled }) => `${ssid} ${enabled}`);
    expect(enabled).toEqual(['"attic" true', '"old" false', `${Buffer.from('home').toString('hex')} true`]);
  });

  test('joins although the join of a network of the user ends meanwhile', async () => {
    const { room, virtual } = await board(withUser);
    const isInAttic = () => Buffer.from(virtual.connectedTo('wlan0') ?? []).toString() === 'attic';
    await until(isInAttic);
    const held: string[] = [];
    // The network is added; before wpa_supplicant is asked to join it, it joins the other one anew.
    const bus = holding(room.bus, 'Set', async () => {
      if (held.push('Set') > 1) return;
      virtual.deauthenticate('wlan0', 3);
      await until(() => !isInAttic());
      await until(isInAttic);
    });
    const wifi = await room.open({ bus });
    const events = new StationEvents(wifi.station);
    wifi.station.join(home);
    expect((await events.next()).kind).toBe('got-ip');
    expect(held).toHaveLength(1);
  });

  test('enables what its access point has disabled, and nothing else, after a run that was killed', async () => {
    const { room, virtual, wifi, ran } = await board(withUser);
    await wifi.openHotspot(hotspot);
    const enabled = () => virtual.networks('wlan0').map((each) => each.enabled);
    expect(enabled()).toEqual(['false', 'false', 'true']);
    expect(virtual.hotspots[0]?.addresses).toEqual(['192.168.4.1/24']);
    const next = await room.open();
    await next.cleanUp();
    expect(enabled()).toEqual(['true', 'false']);
    expect(virtual.hotspots).toEqual([]);
    expect(ran.at(-1)).toBe('ip -4 address flush dev wlan0 label wlan0:esp');
    expect(Object.keys(virtual.addresses)).not.toContain('wlan0:esp');
    await until(() => virtual.connectedTo('wlan0') !== undefined);
  });

  test('finds the address of its access point again where the name of the interface has no room for a label', async () => {
    const name = 'wlx0123456789ab';
    const { room, virtual, wifi } = await board({ accessPoints, interfaces: [{ name: 'wlan0' }, { name }] });
    await wifi.openHotspot({ ...hotspot, interfaceName: name });
    expect(virtual.addresses[name]).toEqual(['192.168.4.1']);
    // Its network has gone as well: nothing but the address shows it.
    virtual.forgetNetworks(() => true);
    await (await room.open()).cleanUp();
    expect(virtual.addresses[name]).toBeUndefined();
  });

  test('takes an interface for an access point, and gives it back at the next start', async () => {
    const { room, virtual, wifi } = await board({ accessPoints, interfaces: [{ name: 'wlan0' }, { name: 'uap0' }] });
    await wifi.openHotspot({ ...hotspot, interfaceName: 'uap0' });
    expect(virtual.hotspots).toMatchObject([{ interfaceName: 'uap0' }]);
    expect(await wifi.station.scan({ passive: false, dwellMs: 0 })).toHaveLength(3);
    await (await room.open()).cleanUp();
    expect(virtual.hotspots).toEqual([]);
    expect(virtual.networks('uap0')).toEqual([]);
  });

  test('hears and joins nothing while its own interface is an access point', async () => {
    const { wifi, events } = await board();
    await wifi.openHotspot(hotspot);
    const scan = wifi.station.scan({ passive: false, dwellMs: 0 });
    await expect(scan).rejects.toMatchObject({ code: 'board/refused' });
    wifi.station.join(home);
    expect(await events.next()).toEqual({ kind: 'disconnected', reason: 205 });
  });

  test.each([
    ['an address without the length of its prefix', { address: '192.168.4.1' }],
    ['an option in place of an address', { address: '--help' }],
    ['an interface that is not there', { interfaceName: 'uap9' }],
  ])('opens no access point with %s, and leaves nothing of it', async (_, more) => {
    const { virtual, wifi, ran } = await board();
    const opening = wifi.openHotspot({ ...hotspot, ...more });
    await expect(opening).rejects.toMatchObject({ code: 'board/hotspot-failed' });
    expect(virtual.hotspots).toEqual([]);
    expect(ran.join()).not.toContain('replace');
  });

  test('writes what it keeps into the file, and takes it out again', async () => {
    const { virtual, wifi, events } = await board(withUser);
    wifi.station.join(home);
    await events.next();
    await wifi.keep(home);
    expect(virtual.fileNetworks(file).map((each) => each['id_str'])).toEqual([undefined, undefined, '"esp-prov"']);
    await wifi.forget();
    expect(virtual.fileNetworks(file)).toHaveLength(2);
  });
});
