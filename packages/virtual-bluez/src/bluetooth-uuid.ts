import { expandUuid } from '@esp-prov/protocol';

/** Returns a UUID of any length that bluetoothd reads, as 128 bits in lower case; undefined when it is none. */
export function normalizeUuid(text: string): string | undefined {
  const lower = text.toLowerCase();
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(lower)) return lower;
  const short = /^(?:0x)?([0-9a-f]{4})$/.exec(lower)?.[1];
  if (short !== undefined) return expandUuid(Number.parseInt(short, 16));
  const long = /^(?:0x)?([0-9a-f]{8})$/.exec(lower)?.[1];
  return long === undefined ? undefined : `${long}${expandUuid(0).slice(8)}`;
}

/** Returns how many bytes a UUID takes in an advertisement. */
export function uuidLength(uuid: string): number {
  if (!uuid.endsWith(expandUuid(0).slice(8))) return 16;
  return uuid.startsWith('0000') ? 2 : 4;
}
