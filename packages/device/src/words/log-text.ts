import { decodeUtf8, foreignText } from '@esp-prov/protocol';

/** Longest text of a stranger in a line of the log. */
const longestText = 4096;

/**
 * Returns bytes of a stranger as text in a line of the log: UTF-8 where they are, else a letter for each, and nothing
 * that steers.
 */
export function logText(bytes: Uint8Array): string {
  const shown = bytes.subarray(0, longestText);
  return foreignText(decodeUtf8(shown) ?? String.fromCharCode(...shown), longestText);
}
