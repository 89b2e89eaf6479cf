import type { WifiCredentials, WifiEvent } from '@esp-prov/device';
import { fromHex, utf8 } from '@esp-prov/protocol';
import { manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { authModes, parseAir, VirtualWifi } from '../../src/index.ts';

function radio(...air: readonly Record<string, unknown>[]) {
  const clock = manualClock();
  const wifi = new VirtualWifi({ air: parseAir(air), clock });
  const events: WifiEvent[] = [];
  wifi.watch((event) => events.push(event));
  const join = async (ssid: string, passphrase = '', place: Pick<WifiCredentials, 'bssid' | 'channel'> = {}) => {
    wifi.join({ ssid: utf8(ssid), passphrase: utf8(passphrase), ...place });
    await clock.advance(10_000);
    return events.at(-1);
  };
  return { wifi, clock, join };
}

describe('a virtual radio', () => {
  test('tells the numbers of named and of unnamed auth modes', async () => {
    const named = Object.keys(authModes).map((auth) => ({ ssid: auth, auth }));
    const { wifi, clock } = radio(...named, { ssid: 'later', auth: 17 });
    const heard = await clock.run(wifi.scan({ passive: false, dwellMs: 0 }));
    expect(heard.map(({ authMode }) => authMode)).toEqual([...Array(17).keys(), 17]);
  });

  test.each(['Open', 0])('joins a network of the mode %s without a password only', async (auth) => {
    const { join } = radio({ ssid: 'net', auth });
    expect(await join('net', 'whatever')).toEqual({ kind: 'disconnected', reason: 210 });
    expect(await join('net')).toMatchObject({ kind: 'got-ip' });
  });

  test.each(['OWE', 9, 'WPA2_ENTERPRISE', 5, 14, 'WAPI_PSK', 'DPP', 99])(
    'joins no network of the mode %s, whatever the password',
    async (auth) => {
      const { join } = radio({ ssid: 'net', auth, password: 'secret-1' });
      expect(await join('net')).toEqual({ kind: 'disconnected', reason: 210 });
      expect(await join('net', 'secret-1')).toEqual({ kind: 'disconnected', reason: 210 });
    },
  );

  test.each(['WPA2_PSK', 'WPA3_EXT_PSK', 3])('joins a network of the mode %s with its password only', async (auth) => {
    const { join } = radio({ ssid: 'net', auth, password: 'secret-1' });
    expect(await join('net', 'secret-2')).toEqual({ kind: 'disconnected', reason: 15 });
    expect(await join('net')).toEqual({ kind: 'disconnected', reason: 210 });
    expect(await join('net', 'secret-1')).toMatchObject({ kind: 'got-ip' });
  });

  test('has a wrong key of WEP refused by the access point', async () => {
    const { join } = radio({ ssid: 'net', auth: 'WEP', password: 'abcde' });
    expect(await join('net', 'abcdf')).toEqual({ kind: 'disconnected', reason: 202 });
    expect(await join('net', 'abcde')).toMatchObject({ kind: 'got-ip' });
  });

  test('joins one access point or one channel only, where that is what it was given', async () => {
    const [near, far] = ['02:00:00:00:00:01', '02:00:00:00:00:02'];
    const { join } = radio(
      { ssid: 'net', bssid: near, channel: 1 },
      { ssid: 'net', bssid: far, channel: 11, rssi: -80 },
    );
    expect(await join('net')).toMatchObject({ connection: { channel: 1 } });
    const farBytes = fromHex(far.replaceAll(':', ''));
    expect(await join('net', '', { bssid: farBytes })).toMatchObject({ connection: { bssid: farBytes } });
    expect(await join('net', '', { channel: 11 })).toMatchObject({ connection: { channel: 11 } });
    expect(await join('net', '', { bssid: farBytes, channel: 1 })).toEqual({ kind: 'disconnected', reason: 201 });
    expect(await join('net', '', { channel: 6 })).toEqual({ kind: 'disconnected', reason: 201 });
  });

  test('passes over a stronger access point of the name that does not suit it', async () => {
    const { join } = radio({ ssid: 'net', rssi: -40 }, { ssid: 'net', rssi: -80, password: 'secret-1' });
    expect(await join('net', 'secret-1')).toMatchObject({ connection: { rssi: -80 } });
    expect(await join('net')).toMatchObject({ connection: { rssi: -40 } });
  });

  test('joins a hidden network by its name, and a name that is no UTF-8 by its bytes', async () => {
    const { wifi, clock, join } = radio({ ssid: 'quiet', hidden: true }, { ssidHex: '436166e9' });
    const heard = await clock.run(wifi.scan({ passive: false, dwellMs: 0 }));
    expect(heard.map(({ ssid }) => [...ssid])).toEqual([[0x43, 0x61, 0x66, 0xe9]]);
    expect(await join('quiet')).toMatchObject({ kind: 'got-ip' });
    expect(await join('Café')).toMatchObject({ reason: 201 });
    wifi.join({ ssid: Uint8Array.of(0x43, 0x61, 0x66, 0xe9), passphrase: new Uint8Array() });
    expect(clock.now()).toBeGreaterThan(0);
  });

  test('joins nothing by an empty name, also where an access point has none', () => {
    const { wifi } = radio({ ssid: '' });
    expect(() => wifi.join({ ssid: new Uint8Array(), passphrase: new Uint8Array() })).toThrow('ESP_ERR_WIFI_SSID');
  });

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
