import type { WifiEvent } from '@esp-prov/device';
import { utf8 } from '@esp-prov/protocol';
import { manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { authModes, parseAir, VirtualWifi } from '../../src/index.ts';

function radio(...air: readonly Record<string, unknown>[]) {
  const clock = manualClock();
  const wifi = new VirtualWifi({ air: parseAir(air), clock });
  const events: WifiEvent[] = [];
  wifi.watch((event) => events.push(event));
  const join = async (ssid: string, passphrase = '') => {
    wifi.join({ ssid: utf8(ssid), passphrase: utf8(passphrase) });
    await clock.advance(10_000);
    return events.at(-1);
  };
  return { wifi, clock, join };
}

describe('a virtual radio', () => {
  test('tells the numbers of named and of unnamed auth modes', async () => {
    const named = Object.keys(authModes).map((auth) => ({ ssid: auth, auth }));
    const { wifi, clock } = radio(...named, { ssid: 'later', auth: 16 });
    const heard = await clock.run(wifi.scan({ passive: false, dwellMs: 0 }));
    expect(heard.map(({ authMode }) => authMode)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16]);
  });

  test.each(['Open', 'OWE', 0, 9])(
    'joins a network of the mode %s with any password, as it wants none',
    async (auth) => {
      expect(await radio({ ssid: 'net', auth }).join('net', 'whatever')).toMatchObject({ kind: 'got-ip' });
    },
  );

  test.each(['WPA2_PSK', 'WPA3_EXT_PSK', 3, 14])(
    'joins a network of the mode %s with its password only',
    async (auth) => {
      const { join } = radio({ ssid: 'net', auth, password: 'secret-1' });
      expect(await join('net', 'secret-2')).toEqual({ kind: 'disconnected', reason: 15 });
      expect(await join('net', 'secret-1')).toMatchObject({ kind: 'got-ip' });
    },
  );

  test('joins the strongest of the access points of a name, and none that it does not hear', async () => {
    const { join } = radio({ ssid: 'net', rssi: -80 }, { ssid: 'net', rssi: -40, ip4: '10.0.0.7' });
    expect(await join('net')).toMatchObject({ connection: { rssi: -40, ip4: '10.0.0.7' } });
    expect(await join('other')).toEqual({ kind: 'disconnected', reason: 201 });
  });

  test('does not hear hidden networks, nor those of another channel', async () => {
    const { wifi, clock } = radio({ ssid: '' }, { ssid: 'a', channel: 3 }, { ssid: 'b', channel: 4 });
    const heard = await clock.run(wifi.scan({ passive: false, dwellMs: 100, channel: 4 }));
    expect(heard.map(({ ssid }) => String.fromCharCode(...ssid))).toEqual(['b']);
    expect(clock.now()).toBe(100);
  });
});
