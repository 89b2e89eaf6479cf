import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { authModes, parseAir } from '../../src/index.ts';

describe('an air', () => {
  test('needs no more than names, and makes up the rest from the place in the list', () => {
    const [first, second] = parseAir([{ ssid: 'a' }, { ssid: 'b', password: 'secret-1' }]);
    expect(first).toMatchObject({ bssid: '02:00:00:00:00:00', channel: 1, rssi: -50, auth: 'Open', join: 'ok' });
    expect(second).toMatchObject({ bssid: '02:00:00:00:00:01', channel: 6, rssi: -54, auth: 'WPA2_PSK' });
  });

  test('may stand under its name in an object', () => {
    expect(parseAir({ accessPoints: [{ ssid: 'a' }] })).toEqual(parseAir([{ ssid: 'a' }]));
  });

  test('may have as many access points as it likes up to a limit, each with an address of its own', () => {
    const points = parseAir(Array.from({ length: 1000 }, (_, i) => ({ ssid: `net${i}` })));
    expect(new Set(points.map(({ bssid }) => bssid)).size).toBe(1000);
    expect(points.slice(0, 13).map(({ rssi }) => rssi)).toEqual([
      -50, -54, -58, -62, -66, -70, -74, -78, -82, -86, -90, -94, -94,
    ]);
    expect(Math.min(...points.map(({ rssi }) => rssi))).toBe(-94);
  });

  test.each(['ssidHex', 'ssid_hex'])('may tell a name that is no UTF-8 as %s', (member) => {
    const [point] = parseAir([{ [member]: '436166E9' }]);
    expect(point?.ssid).toEqual(Uint8Array.of(0x43, 0x61, 0x66, 0xe9));
  });

  test.each(Object.keys(authModes))('knows the auth mode %s', (auth) => {
    expect(parseAir([{ ssid: 'a', auth }])[0]?.auth).toBe(auth);
  });

  test.each([0, 7, 8, 13, 14, 255])('takes the auth mode by its number %i, named or not', (auth) => {
    expect(parseAir([{ ssid: 'a', auth }])[0]?.auth).toBe(auth);
  });

  test.each([
    [{}, 'in accessPoints: expected a list'],
    [[{}], 'in accessPoints[0].ssid: expected text of at most 32 bytes'],
    [[{ ssid: 'é'.repeat(17) }], 'in accessPoints[0].ssid'],
    [[{ ssid: 'a' }, { ssid: 'a', chanel: 3 }], 'in accessPoints[1].chanel: no such field'],
    [[{ ssid: 'a', auth: 'WPA9' }], 'WPA_ENTERPRISE, or a number from 0 to 255'],
    [[{ ssid: 'a', auth: -1 }], 'in accessPoints[0].auth'],
    [[{ ssid: 'a', auth: 256 }], 'in accessPoints[0].auth'],
    [[{ ssid: 'a', auth: 3.5 }], 'in accessPoints[0].auth'],
    [[{ ssid: 'a', auth: '3' }], 'in accessPoints[0].auth'],
    [[{ ssid: 'a', auth: 'toString' }], 'in accessPoints[0].auth'],
    [[{ ssid: 'a', bssid: '02:00' }], 'in accessPoints[0].bssid'],
    [[{ ssid: 'a', channel: 0 }], 'in accessPoints[0].channel'],
    [[{ ssid: 'a', rssi: 1 }], 'in accessPoints[0].rssi'],
    [[{ ssid: 'a', join: 'maybe' }], 'one of ok, refuse, vanish, no-address, refuse-password, too-weak'],
    [[{ ssid: 'a', ip4: '1.2.3.256' }], 'in accessPoints[0].ip4'],
    [[{ ssidHex: '436166e' }], 'in accessPoints[0].ssidHex: expected at most 32 bytes in hex'],
    [[{ ssid_hex: 'Café' }], 'in accessPoints[0].ssid_hex'],
    [[{ ssidHex: '00'.repeat(33) }], 'in accessPoints[0].ssidHex'],
    [[{ ssidHex: 12 }], 'in accessPoints[0].ssidHex'],
    [[{ ssid: 'a', ssidHex: '61' }], 'in accessPoints[0].ssidHex: expected either ssid or ssidHex'],
    [[{ ssidHex: '61', ssid_hex: '61' }], 'in accessPoints[0].ssid_hex: expected either ssid or ssidHex'],
    [[{ ssid: 'a', hidden: 1 }], 'in accessPoints[0].hidden'],
    [Array.from({ length: 1001 }, () => ({ ssid: 'a' })), 'at most 1000 access points'],
  ])('that is none is refused with the place and what belongs there: %j', (json, told) => {
    const { code, message } = failureOf(() => parseAir(json));
    expect(code).toBe('air/invalid-scenario');
    expect(message).toContain(told);
  });
});
