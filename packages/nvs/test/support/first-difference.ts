/**
 * Returns where two images differ first, as text; `undefined` if they are equal. Far faster than comparing by
 * `toEqual`.
 */
export function firstDifference(actual: Uint8Array, expected: Uint8Array): string | undefined {
  if (actual.length !== expected.length) return `${actual.length} bytes, not ${expected.length}`;
  const at = actual.findIndex((byte, i) => byte !== expected[i]);
  return at < 0 ? undefined : `0x${at.toString(16)}: ${actual[at]}, not ${expected[at]}`;
}
