import { expect, test } from 'vitest';
import { authModeOf } from '../../src/wifi/auth-mode.ts';

/** CCMP for pairs and group, as nearly every access point has it. */
const ccmp = 0x88;

test.each([
  ['open', 0, { flags: 0, wpa: 0, rsn: 0 }],
  ['open with WPS', 0, { flags: 2, wpa: 0, rsn: 0 }],
  ['the open half of a pair with OWE', 0, { flags: 0, wpa: 0, rsn: 0x1000 }],
  ['WEP', 1, { flags: 1, wpa: 0, rsn: 0 }],
  ['WPA', 2, { flags: 1, wpa: 0x100 | 0x44, rsn: 0 }],
  ['WPA2', 3, { flags: 1, wpa: 0, rsn: 0x100 | ccmp }],
  ['WPA and WPA2', 4, { flags: 1, wpa: 0x100 | ccmp, rsn: 0x100 | ccmp }],
  ['enterprise', 5, { flags: 1, wpa: 0, rsn: 0x200 | ccmp }],
  ['WPA3', 6, { flags: 1, wpa: 0, rsn: 0x400 | ccmp }],
  ['WPA2 and WPA3', 7, { flags: 1, wpa: 0, rsn: 0x500 | ccmp }],
  ['OWE', 9, { flags: 1, wpa: 0, rsn: 0x800 | ccmp }],
  ['WPA3 enterprise of 192 bits', 10, { flags: 1, wpa: 0, rsn: 0x2000 | ccmp }],
  ['WPA enterprise', 16, { flags: 1, wpa: 0x200 | 0x44, rsn: 0 }],
  ['WPA2 with a passphrase or an account', 3, { flags: 1, wpa: 0, rsn: 0x300 | ccmp }],
])('an access point with %s has the auth mode %i', (_, mode, flags) => {
  expect(authModeOf(flags)).toBe(mode);
});
