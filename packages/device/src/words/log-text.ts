import { decodeUtf8, foreignText } from '@esp-prov/protocol';

/** Longest text of a stranger in a line of the log. */
const longestText = 4096;

/**
 * Returns foreign bytes as text for a line of the log: as UTF-8 if they are, else a letter for each, and nothing
 * that steers.
 */
export function logText(bytes: Uint8Array): string {
  const shown = bytes.subarray(0, longestText);
  return foreignText(decodeUtf8(shown) ?? String.fromCharCode(...shown), longestText);
}
