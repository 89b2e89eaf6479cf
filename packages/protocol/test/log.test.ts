import { expect, test } from 'vitest';
import { logLevels, maskSecret, silentLog } from '../src/log.ts';

test.each([
  ['', ''],
  ['a', '*'],
  ['ab', '**'],
  ['abc', '***'],
  ['abcd', 'a**d'],
  ['abcd1234', 'a******4'],
  ['correct horse', 'c***********e'],
  ['🔑abc🔒', '🔑***🔒'],
])('the secret %j is shown as %j', (secret, shown) => {
  expect(maskSecret(secret)).toBe(shown);
});

test('the letters of the log levels are those of ESP-IDF, from loud to quiet', () => {
  expect(logLevels.map((level) => level.charAt(0).toUpperCase()).join('')).toBe('EWIDV');
});

test('the default log takes everything and says nothing', () => {
  expect(silentLog('error', 'protocomm', 'text')).toBeUndefined();
});
