import { isProvisioningError, toHex } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { longestLine, parseSessionLine } from '../../../src/commands/session/session-line.ts';

const plain = { encoding: 'utf8' } as const;

function refused(task: () => unknown): string {
  try {
    task();
  } catch (error) {
    if (isProvisioningError(error, 'usage/invalid-option')) return error.message;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('a line of a session', () => {
  test.each([
    ['lamp on', 'lamp', '6f6e'],
    ['  lamp on', 'lamp', '6f6e'],
    ['lamp\ton', 'lamp', '6f6e'],
    // Blanks of the data are the data.
    ['lamp  on ', 'lamp', '206f6e20'],
    ['lamp #on', 'lamp', '236f6e'],
    ['lamp é', 'lamp', 'c3a9'],
  ])('%j is a request', (text, endpoint, hex) => {
    const line = parseSessionLine(text, 7, plain);
    expect([line?.endpoint, toHex(line?.request ?? new Uint8Array(0)), line?.line]).toEqual([endpoint, hex, 7]);
  });

  test.each(['', '   ', '\t', '# lamp on', '#'])('%j is none', (text) => {
    expect(parseSessionLine(text, 1, plain)).toBeUndefined();
  });

  test('holds digits or Base64 where that is said', () => {
    const bytes = Uint8Array.of(0, 0xff);
    expect(parseSessionLine('lamp  00fF ', 1, { ...plain, hex: true })?.request).toEqual(bytes);
    expect(parseSessionLine('lamp AP8=', 1, { ...plain, base64: true })?.request).toEqual(bytes);
    expect(parseSessionLine('lamp AP8', 1, { ...plain, base64: true })?.request).toEqual(bytes);
  });

  test('is named by its number, unless a person has typed it', () => {
    expect(refused(() => parseSessionLine('lamp', 3, plain))).toMatch(/^line 3 cannot be sent/);
    expect(refused(() => parseSessionLine('lamp', 3, plain, true))).toMatch(/^the line cannot be sent/);
  });

  test.each([
    ['lamp', plain, /line 3 cannot be sent: it has no data/],
    ['lamp ', plain, /no data/],
    ['lamp 0g', { ...plain, hex: true }, /hexadecimal/],
    ['lamp 0', { ...plain, hex: true }, /hexadecimal/],
    ['lamp A*8=', { ...plain, base64: true }, /Base64/],
    ['lamp AP8=====', { ...plain, base64: true }, /Base64/],
    ['lamp AP8_', { ...plain, base64: true }, /Base64/],
    ['lamp €', { encoding: 'latin1' } as const, /latin1/],
    ['prov-session x', plain, /takes no requests of a session/],
    ['proto-ver x', plain, /esp-prov info reads proto-ver/],
    [`lamp ${'x'.repeat(longestLine)}`, plain, /more than 16384 characters/],
  ])('%.40j is refused', (text, options, message) => {
    expect(refused(() => parseSessionLine(text, 3, options))).toMatch(message);
  });
});
