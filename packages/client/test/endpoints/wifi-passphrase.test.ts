import { isProvisioningError } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { requireWifiPassphrase } from '../../src/endpoints/wifi-passphrase.ts';

/** Why a passphrase is refused; undefined: it is not. */
function reason(passphrase: string | Uint8Array, authMode?: number): string | undefined {
  try {
    requireWifiPassphrase(passphrase, authMode);
    return undefined;
  } catch (error) {
    if (!isProvisioningError(error, 'wifi/invalid-passphrase')) throw error;
    return error.message;
  }
}

const auth = { open: 0, wep: 1, wpa: 2, wpa2: 3, enterprise: 5, wpa3: 6, wpa2wpa3: 7, wapi: 8, owe: 9, later: 99 };
const hex = (digits: number) => '0123456789abcdefABCDEF'.repeat(3).slice(0, digits);

describe('of a network that no scan has told,', () => {
  test.each([0, 5, 8, 13, 62, 63])('a passphrase of %i bytes may be right', (length) => {
    expect(reason('p'.repeat(length))).toBeUndefined();
  });

  test.each([1, 4, 6, 7])('a passphrase of %i bytes fits neither WEP nor WPA', (length) => {
    expect(reason('p'.repeat(length))).toMatch(new RegExp(`has ${length} bytes?, and WPA takes 8 to 63`));
  });

  test('more than a device has room for is refused', () => {
    expect(reason('p'.repeat(64))).toContain('has 64 bytes, and a device takes at most 63');
    expect(reason('p'.repeat(200))).toContain('has 200 bytes');
  });

  test('a raw key is refused as what it is', () => {
    expect(reason(hex(64))).toContain('raw key');
    expect(reason(`${hex(63)}g`)).not.toContain('raw key');
    expect(reason(hex(63))).toBeUndefined();
  });

  test('bytes count, not characters', () => {
    expect(reason('é'.repeat(31))).toBeUndefined();
    expect(reason('é'.repeat(32))).toContain('64 bytes');
    expect(reason('ééé')).toContain('6 bytes');
    expect(reason('éééé')).toBeUndefined();
  });

  test('a zero byte is refused, since the device keeps a C string', () => {
    expect(reason('before\0after')).toContain('zero byte');
    expect(reason(Uint8Array.of(1, 2, 3, 4, 0, 6, 7, 8), auth.wpa2)).toContain('zero byte');
  });

  test('raw bytes are taken as they are', () => {
    expect(reason(new Uint8Array(63).fill(0xff))).toBeUndefined();
    expect(reason(new Uint8Array(64).fill(0x61))).toContain('raw key');
    expect(reason(new Uint8Array(64).fill(0xff))).toContain('at most 63');
  });
});

describe('of a network that a scan has told,', () => {
  test.each([auth.wpa, auth.wpa2, auth.wpa3, auth.wpa2wpa3])('auth mode %i takes 8 to 63 bytes', (mode) => {
    expect(reason('', mode)).toContain('none was given');
    for (const length of [1, 5, 7]) expect(reason('p'.repeat(length), mode)).toContain('8 to 63');
    for (const length of [8, 63]) expect(reason('p'.repeat(length), mode)).toBeUndefined();
    expect(reason(hex(64), mode)).toContain('raw key');
  });

  test('WEP takes 5 or 13 characters or 10 or 26 hexadecimal digits', () => {
    for (const key of ['abcde', 'thirteen char', hex(10), hex(26)]) expect(reason(key, auth.wep)).toBeUndefined();
    for (const key of ['', 'abcd', 'abcdef', 'ten chars!', 'x'.repeat(26), hex(12), hex(27), 'é'.repeat(5)]) {
      expect(reason(key, auth.wep)).toMatch(/^a WEP key has 5 or 13 characters/);
    }
  });

  test('an open one takes none', () => {
    expect(reason('', auth.open)).toBeUndefined();
    expect(reason('whatever', auth.open)).toContain('open');
  });

  test.each([auth.enterprise, auth.wapi, auth.owe, auth.later])(
    'auth mode %i only has the limits of the device',
    (mode) => {
      for (const length of [0, 1, 6, 63]) expect(reason('p'.repeat(length), mode)).toBeUndefined();
      expect(reason('p'.repeat(64), mode)).toContain('at most 63');
    },
  );
});

test('the reason does not repeat the passphrase', () => {
  expect(reason('hunter2')).not.toContain('hunter2');
});
