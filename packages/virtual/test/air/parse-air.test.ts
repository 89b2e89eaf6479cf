import { isProvisioningError } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { authModes, parseAir } from '../../src/index.ts';

function refusalOf(json: unknown): { code: string; message: string } {
  try {
    parseAir(json);
  } catch (error) {
    if (isProvisioningError(error)) return error;
    throw error;
  }
  throw new Error('an air came where a refusal was expected');
}

describe('an air', () => {
  test('needs no more than names, and makes up the rest from the place in the list', () => {
    const [first, second] = parseAir([{ ssid: 'a' }, { ssid: 'b', password: 'secret-1' }]);
    expect(first).toMatchObject({ bssid: '02:00:00:00:00:00', channel: 1, rssi: -50, auth: 'Open', join: 'ok' });
    expect(second).toMatchObject({ bssid: '02:00:00:00:00:01', channel: 6, rssi: -54, auth: 'WPA2_PSK' });
  });

  test('may stand under its name in an object', () => {
    expect(parseAir({ accessPoints: [{ ssid: 'a' }] })).toEqual(parseAir([{ ssid: 'a' }]));
  });

  test.each(Object.keys(authModes))('knows the auth mode %s', (auth) => {
    expect(parseAir([{ ssid: 'a', auth }])[0]?.auth).toBe(auth);
  });

  test.each([0, 7, 8, 13, 14, 255])('takes the auth mode by its number %i, named or not', (auth) => {
    expect(parseAir([{ ssid: 'a', auth }])[0]?.auth).toBe(auth);
  });

  test.each([
    [{}, 'in accessPoints: a list'],
    [[{}], 'in accessPoints[0].ssid: text of at most 32 octets'],
    [[{ ssid: 'é'.repeat(17) }], 'in accessPoints[0].ssid'],
    [[{ ssid: 'a' }, { ssid: 'a', chanel: 3 }], 'in accessPoints[1].chanel: no such field'],
    [[{ ssid: 'a', auth: 'WPA9' }], 'WPA3_EXT_PSK_MIXED, DPP, or a number from 0 to 255'],
    [[{ ssid: 'a', auth: -1 }], 'in accessPoints[0].auth'],
    [[{ ssid: 'a', auth: 256 }], 'in accessPoints[0].auth'],
    [[{ ssid: 'a', auth: 3.5 }], 'in accessPoints[0].auth'],
    [[{ ssid: 'a', auth: '3' }], 'in accessPoints[0].auth'],
    [[{ ssid: 'a', auth: 'toString' }], 'in accessPoints[0].auth'],
    [[{ ssid: 'a', bssid: '02:00' }], 'in accessPoints[0].bssid'],
    [[{ ssid: 'a', channel: 0 }], 'in accessPoints[0].channel'],
    [[{ ssid: 'a', rssi: 1 }], 'in accessPoints[0].rssi'],
    [[{ ssid: 'a', join: 'maybe' }], 'one of ok, refuse, vanish, no-address'],
    [[{ ssid: 'a', ip4: '1.2.3.256' }], 'in accessPoints[0].ip4'],
  ])('that is none is refused with the place and what belongs there: %j', (json, told) => {
    const { code, message } = refusalOf(json);
    expect(code).toBe('air/invalid-scenario');
    expect(message).toContain(told);
  });
});
