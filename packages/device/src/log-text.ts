import { decodeUtf8 } from '@esp-prov/protocol';

/** Octets as a line of the log: text where they are UTF-8, else a letter for each. */
export function logText(bytes: Uint8Array): string {
  return decodeUtf8(bytes) ?? String.fromCharCode(...bytes);
}
