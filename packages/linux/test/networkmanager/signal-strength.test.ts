import { expect, test } from 'vitest';
import { dbmOfPercent } from '../../src/networkmanager/signal-strength.ts';

/** What NetworkManager does, with the pairs that its own tests have: -81 is 32, -92 is 14, -74 is 44. */
const percentOfDbm = (dbm: number) => 100 - Math.trunc((100 * Math.abs(Math.min(-40, Math.max(-100, dbm)) + 40)) / 60);

test('every dBm between the two ends comes back as it was', () => {
  for (let dbm = -100; dbm <= -40; dbm++) expect(dbmOfPercent(percentOfDbm(dbm))).toBe(dbm);
});

test.each([
  [32, -81],
  [14, -92],
  [44, -74],
  [100, -40],
  [0, -100],
])('%i percent are %i dBm', (percent, dbm) => {
  expect(dbmOfPercent(percent)).toBe(dbm);
});

test('stronger and weaker signals than the ends are capped', () => {
  expect(dbmOfPercent(percentOfDbm(-20))).toBe(-40);
  expect(dbmOfPercent(percentOfDbm(-110))).toBe(-100);
  expect(dbmOfPercent(255)).toBe(-40);
});
