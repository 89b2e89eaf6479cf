import { expect, test } from 'vitest';
import { harmlessName, networkText } from '../../src/parts/foreign-name.ts';

test('a name steers nothing and piles nothing', () => {
  expect(harmlessName('\u202Eevil\u202C')).toBe('\uFFFDevil\uFFFD');
  expect([...harmlessName(`Z${'\u0301'.repeat(15)}`)].filter((each) => each === '\u0301').length).toBeLessThan(5);
  expect(harmlessName('<script>')).toBe('<script>');
});

test('a name is bounded', () => {
  expect(harmlessName('W'.repeat(1e6)).length).toBeLessThan(100);
});

test('bytes that are no text stand as pairs, and only as many as a name has', () => {
  expect(networkText({ ssid: undefined, ssidHex: 'c328a0' })).toBe('c3 28 a0');
  expect(networkText({ ssid: undefined, ssidHex: '00'.repeat(1e6) }).length).toBeLessThan(200);
  expect(networkText({ ssid: '', ssidHex: '' })).toBe('');
});
