import type { WifiEvent } from '@esp-prov/device';
import { utf8 } from '@esp-prov/protocol';
import { manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { EditableAir, parseAir, VirtualWifi } from '../../src/index.ts';

const home = { ssid: 'home', password: 'right-one' };

function radio(...networks: readonly Record<string, unknown>[]) {
  const clock = manualClock();
  const air = new EditableAir(parseAir(networks));
  const wifi = new VirtualWifi({ air, clock });
  const events: WifiEvent[] = [];
  wifi.watch((event) => events.push(event));
  const join = async (ssid: string, passphrase: string) => {
    wifi.join({ ssid: utf8(ssid), passphrase: utf8(passphrase) });
    await clock.advance(10_000);
    return events.at(-1);
  };
  const edit = async (...after: readonly Record<string, unknown>[]) => {
    air.replace(parseAir(after));
    await clock.advance(0);
    return events.at(-1);
  };
  return { wifi, clock, join, edit, events };
}

describe('a radio in an air that is edited', () => {
  test('hears what there is at each scan', async () => {
    const { wifi, clock, edit } = radio(home);
    const scan = async () => (await clock.run(wifi.scan({ passive: false, dwellMs: 0 }))).map(({ rssi }) => rssi);
    expect(await scan()).toEqual([-50]);
    await edit({ ...home, rssi: -88 }, { ssid: 'guest' });
    expect(await scan()).toEqual([-88, -54]);
  });

  test('loses a network that goes while it is joined, once', async () => {
    const { join, edit, events } = radio(home);
    expect(await join('home', 'right-one')).toMatchObject({ kind: 'got-ip' });
    expect(await edit({ ...home, rssi: -70 })).toMatchObject({ kind: 'got-ip' });
    expect(await edit({ ...home, join: 'vanish' })).toEqual({ kind: 'disconnected', reason: 200 });
    await edit();
    expect(events.map(({ kind }) => kind)).toEqual(['got-ip', 'disconnected']);
  });

  test('loses a network whose password changes', async () => {
    const { join, edit } = radio(home);
    await join('home', 'right-one');
    expect(await edit({ ...home, password: 'another-1' })).toEqual({ kind: 'disconnected', reason: 200 });
  });

  test('reports no loss to a station that has left', async () => {
    const { wifi, join, edit, events } = radio(home);
    await join('home', 'right-one');
    wifi.leave();
    await edit();
    expect(events.map(({ kind }) => kind)).toEqual(['got-ip', 'disconnected']);
    expect(events.at(-1)).toEqual({ kind: 'disconnected', reason: 8 });
  });

  test('gets an address as soon as there is one, and a loss where the network goes first', async () => {
    const { join, edit } = radio({ ...home, join: 'no-address' });
    expect(await join('home', 'right-one')).toBeUndefined();
    expect(await edit({ ...home, join: 'no-address', rssi: -60 })).toBeUndefined();
    expect(await edit(home)).toMatchObject({ kind: 'got-ip' });
    await edit({ ...home, join: 'no-address' });
    await join('home', 'right-one');
    expect(await edit()).toEqual({ kind: 'disconnected', reason: 200 });
  });

  test('is refused by a network that takes every password for a wrong one, and by one that is too weak', async () => {
    const { join, edit } = radio({ ...home, join: 'refuse-password' });
    expect(await join('home', 'right-one')).toEqual({ kind: 'disconnected', reason: 15 });
    await edit({ ...home, join: 'too-weak' });
    expect(await join('home', 'right-one')).toEqual({ kind: 'disconnected', reason: 204 });
  });
});
