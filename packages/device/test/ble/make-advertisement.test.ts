import { isProvisioningError, utf8 } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { makeAdvertisement } from '../../src/ble/make-advertisement.ts';

const service = '021a9004-0382-4aea-bff4-6b3f1c5adfb4';
const data = Uint8Array.from({ length: 40 }, (_, i) => i + 1);

describe('a name', () => {
  test.each(['P', 'PROV_261FCC', 'N'.repeat(29), 'é'.repeat(14)])('that fits is advertised whole: %s', (name) => {
    expect(makeAdvertisement({ name, service })).toEqual({ name, service });
  });

  test.each(['', 'N'.repeat(30), 'é'.repeat(15)])('that does not fit is refused: “%s”', (name) => {
    try {
      makeAdvertisement({ name, service });
      expect.unreachable();
    } catch (error) {
      expect(isProvisioningError(error, 'bluetooth/invalid-name')).toBe(true);
      expect(error).toMatchObject({ details: { length: utf8(name).length } });
    }
  });
});

describe('the data of the manufacturer', () => {
  // Two bytes of header for each, 31 in all.
  test.each([
    [1, 26],
    [11, 16],
    [20, 7],
    [25, 2],
  ])('is cut to what a name of %i bytes leaves: %i', (length, room) => {
    const lines: string[] = [];
    const made = makeAdvertisement({ name: 'N'.repeat(length), service, manufacturerData: data }, (level, _tag, text) =>
      lines.push(`${level} ${text}`),
    );
    expect(made.manufacturerData).toEqual(data.slice(0, room));
    expect(2 + length + 2 + (made.manufacturerData?.length ?? 0)).toBe(31);
    expect(lines).toEqual([`warn manufacturer data of 40 bytes, room for ${room}`]);
  });

  test('is left as it is where it fits, as a copy', () => {
    const short = Uint8Array.of(0xe5, 2, 9);
    const lines: string[] = [];
    const made = makeAdvertisement({ name: 'PROV_261FCC', service, manufacturerData: short }, (_, __, text) =>
      lines.push(text),
    );
    short.fill(0);
    expect(made.manufacturerData).toEqual(Uint8Array.of(0xe5, 2, 9));
    expect(lines).toEqual([]);
  });

  test.each([26, 27, 29])('is left out where a name of %i bytes leaves no room for a company', (length) => {
    expect(makeAdvertisement({ name: 'N'.repeat(length), service, manufacturerData: data })).toEqual({
      name: 'N'.repeat(length),
      service,
    });
  });
});
