import { type Random, toHex } from '@esp-prov/protocol';
import { textOf, type Values } from '../wifi/daemon-values.ts';

/** What the name of every profile of ours begins with. */
export const idPrefix = 'esp-prov ';

/** What the UUID of every profile of ours begins with: `esprov` in ASCII. No other program's UUID does but by accident. */
const uuidPrefix = '65737072-6f76-';

/** Returns a new UUID of ours. */
export function newUuid(random: Random): string {
  const bytes = random(10);
  // Version 8 is that of UUIDs that follow a rule of their maker (RFC 9562).
  bytes[0] = ((bytes[0] as number) & 0x0f) | 0x80;
  bytes[2] = ((bytes[2] as number) & 0x3f) | 0x80;
  const hex = toHex(bytes);
  return `${uuidPrefix}${hex.slice(0, 4)}-${hex.slice(4, 8)}-${hex.slice(8, 20)}`;
}

/** Whether a profile is ours, by its `connection` setting: name and UUID have to say so. */
export function isOurs(connection: Values): boolean {
  return isOurUuid(textOf(connection['uuid'])) && textOf(connection['id']).startsWith(idPrefix);
}

/** Whether a UUID is one of ours. */
export function isOurUuid(uuid: string): boolean {
  return uuid.startsWith(uuidPrefix);
}
