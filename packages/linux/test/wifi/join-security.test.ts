import { disconnectReasons } from '@esp-prov/device';
import { utf8 } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { isRefusal, joinSecurity } from '../../src/wifi/join-security.ts';

const ssid = utf8('IEEE');
const secured = (passphrase: string | Uint8Array, authMode?: number) =>
  joinSecurity(
    { ssid, passphrase: typeof passphrase === 'string' ? utf8(passphrase) : Uint8Array.from(passphrase) },
    authMode === undefined ? undefined : { authMode },
  );

describe('how a network is signed in to', () => {
  test.each([
    ['open', '', 0, { keyMgmt: 'none', sae: false }],
    ['OWE', '', 9, { keyMgmt: 'owe', sae: false }],
    ['WPA', 'password', 2, { keyMgmt: 'wpa-psk', secret: 'password', sae: false }],
    ['WPA2', 'password', 3, { keyMgmt: 'wpa-psk', secret: 'password', sae: false }],
    ['WPA and WPA2', 'password', 4, { keyMgmt: 'wpa-psk', secret: 'password', sae: false }],
    ['WPA3', 'password', 6, { keyMgmt: 'sae', secret: 'password', sae: true }],
    ['WPA2 and WPA3', 'password', 7, { keyMgmt: 'wpa-psk', secret: 'password', sae: true }],
    ['unheard, without a passphrase', '', undefined, { keyMgmt: 'none', sae: false }],
    ['unheard, with a passphrase', 'password', undefined, { keyMgmt: 'wpa-psk', secret: 'password', sae: true }],
    ['WPA2, 63 characters', 'x'.repeat(63), 3, { keyMgmt: 'wpa-psk', secret: 'x'.repeat(63), sae: false }],
    ['WPA2, a key', 'aB'.repeat(32), 3, { keyMgmt: 'wpa-psk', secret: 'aB'.repeat(32), sae: false }],
    ['WPA2, an umlaut', 'Schlüssel', 3, { keyMgmt: 'wpa-psk', secret: 'Schlüssel', sae: false }],
  ])('%s', (_, passphrase, authMode, expected) => {
    expect(secured(passphrase, authMode)).toEqual(expected);
  });

  test('a passphrase that is no text becomes the key that WPA2 makes of it', () => {
    // Bytes that are no UTF-8: the key by Python's hashlib.pbkdf2_hmac('sha1', b'passw\xf6rd', b'IEEE', 4096, 32).
    const key = '169607f8473bad54790c5b7a42e9d925a41f8d806fd0a24dc7cd36a1bea9ce4d';
    expect(secured(Uint8Array.from([...utf8('passw'), 0xf6, ...utf8('rd')]), 3)).toMatchObject({ secret: key });
  });

  test.each([
    ['WEP', 'abcde', 1, disconnectReasons.noApWithCompatibleSecurity],
    ['enterprise', 'password', 5, disconnectReasons.noApWithCompatibleSecurity],
    ['an auth mode of the future', 'password', 99, disconnectReasons.noApWithCompatibleSecurity],
    ['open, with a passphrase', 'password', 0, disconnectReasons.noApWithCompatibleSecurity],
    ['OWE, with a passphrase', 'password', 9, disconnectReasons.noApWithCompatibleSecurity],
    ['WPA2, without a passphrase', '', 3, disconnectReasons.authFail],
    ['WPA2, seven characters', 'passwor', 3, disconnectReasons.authFail],
    ['WPA2, 64 characters that are no key', 'x'.repeat(64), 3, disconnectReasons.authFail],
    ['WPA3, a key', 'ab'.repeat(32), 6, disconnectReasons.authFail],
    ['WPA3, no text', Uint8Array.from({ length: 8 }, () => 0xff), 6, disconnectReasons.authFail],
    ['unheard, seven characters', 'passwor', undefined, disconnectReasons.authFail],
  ])('%s is refused', (_, passphrase, authMode, reason) => {
    const security = secured(passphrase, authMode);
    expect(isRefusal(security) && security.reason).toBe(reason);
  });
});
