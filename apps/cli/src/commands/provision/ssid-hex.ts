import { InvalidArgumentError } from 'commander';

/** Parses hex digits of a name, as `scan --json` prints them and as a table shows them, with `0x` in front. */
export function parseSsidHex(text: string): string {
  const digits = ssidDigits(text);
  if (digits === undefined) throw new InvalidArgumentError(`${ssidHexExpected}.`);
  return digits;
}

/** What a name in hex looks like, for whoever wrote it otherwise. */
export const ssidHexExpected = 'Expected 1 to 32 bytes in hex, for example 436166e9';

/** Returns the same digits in one spelling; undefined where they are none. */
export function ssidDigits(text: string): string | undefined {
  const digits = text.replace(/^0x/i, '');
  return /^([0-9a-f]{2}){1,32}$/i.test(digits) ? digits.toLowerCase() : undefined;
}
