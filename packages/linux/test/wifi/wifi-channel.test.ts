import { expect, test } from 'vitest';
import { bandOfChannel, channelOfFrequency } from '../../src/wifi/wifi-channel.ts';

test.each([
  [2412, 1],
  [2437, 6],
  [2472, 13],
  [2484, 14],
  [5160, 32],
  [5180, 36],
  [5825, 165],
  [5885, 177],
  [5935, 2],
  [5955, 1],
  [7115, 233],
])('%i MHz is channel %i', (mhz, channel) => {
  expect(channelOfFrequency(mhz)).toBe(channel);
});

test.each([0, -1, 2400, 2413, 2500, 5181, 58_320, Number.NaN, 2 ** 32])('%d MHz is no channel', (mhz) => {
  expect(channelOfFrequency(mhz)).toBe(0);
});

test('channels above 14 are in the upper band', () => {
  expect([1, 14, 36, 165].map(bandOfChannel)).toEqual(['2.4GHz', '2.4GHz', '5GHz', '5GHz']);
});
