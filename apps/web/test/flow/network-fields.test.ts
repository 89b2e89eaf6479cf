import { expect, test } from 'vitest';
import { passwordProblem, ssidProblem } from '../../src/flow/network-fields.ts';

test.each([
  ['', undefined, 'password-empty'],
  ['short', 'wpa2', 'password-too-short'],
  ['1234567', undefined, 'password-too-short'],
  ['12345678', 'wpa2', undefined],
  ['ü'.repeat(4), 'wpa2', undefined],
  ['x'.repeat(63), 'wpa3', undefined],
  ['ü'.repeat(32), 'wpa2', 'password-too-long'],
  ['x'.repeat(64), 'wpa2', 'password-too-long'],
  ['0a'.repeat(32), 'wpa2', 'password-raw-key'],
  ['abcde', 'wep', undefined],
  ['0123456789', 'wep', undefined],
  ['012345678z', 'wep', 'password-wep'],
  ['abcdef', 'wep', 'password-wep'],
  // A typed name may be that of a network with WEP.
  ['abcde', undefined, undefined],
  ['abc', 'other', undefined],
  ['anything', 'open', undefined],
] as const)('the password %j for %s is %s', (password, security, problem) => {
  expect(passwordProblem(password, security)).toBe(problem);
});

test('a name has 1 to 32 bytes', () => {
  expect(ssidProblem('')).toBe('ssid-empty');
  expect(ssidProblem('x'.repeat(32))).toBeUndefined();
  expect(ssidProblem('ü'.repeat(16))).toBeUndefined();
  expect(ssidProblem('ü'.repeat(17))).toBe('ssid-too-long');
});
