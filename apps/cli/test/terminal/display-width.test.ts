import { describe, expect, test } from 'vitest';
import { mergeNetworks, networkRows } from '../../src/commands/provision/network-choices.ts';
import { deviceLine } from '../../src/reach/ble/device-table.ts';
import { displayWidth, fitted } from '../../src/terminal/display-width.ts';

describe('the places of a text', () => {
  test.each([
    ['myssid', 6],
    ['寝室', 4],
    ['한국', 4],
    // CJK beyond the basic plane, and full-width signs.
    ['𠀀𠮷', 4],
    ['￥', 2],
    ['☕', 2],
    // A letter that a selector makes an emoji.
    ['❤', 1],
    ['❤️', 2],
    ['e\u0301', 1],
  ])('of “%s” are %i', (text, places) => {
    expect(displayWidth(text)).toBe(places);
  });

  test('are those that it is cut to', () => {
    for (const text of ['❤️❤️❤️❤️', '𠀀𠀁𠀂', 'a𠀀b❤️c']) {
      for (let width = 1; width <= 12; width++) expect(displayWidth(fitted(text, width))).toBe(width);
    }
  });
});

const names = ['myssid', 'A network with a name of 32 byte', '𠀀𠀁𠀂𠀃𠀄𠀅𠀆𠀇', '❤️❤️❤️❤️❤️', '한국어 와이파이', 'c'];
const widths = Array.from({ length: 113 }, (_, i) => i + 8);

test('a row of the picker never takes more places than there are', () => {
  const networks = mergeNetworks(
    names.map((name, i) => ({
      ssid: new TextEncoder().encode(name),
      bssid: new Uint8Array(6),
      channel: 6,
      rssi: -100 + i,
      authMode: [3, 12, 5, 14, 7, 200][i] as number,
    })),
  );
  for (const width of widths) {
    const { head, rows } = networkRows(networks, width);
    for (const row of [head, ...rows]) {
      expect({ width, row, places: Math.min(displayWidth(row), width) }).toEqual({
        width,
        row,
        places: displayWidth(row),
      });
    }
    for (const name of names) {
      for (const rssi of [undefined, -5, -100]) {
        const row = deviceLine({ name, id: 'aa:bb:cc:dd:ee:ff', rssi }, width);
        expect({ width, row, places: Math.min(displayWidth(row), width) }).toEqual({
          width,
          row,
          places: displayWidth(row),
        });
      }
    }
  }
});
