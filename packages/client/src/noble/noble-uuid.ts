import { expandUuid } from '@esp-prov/protocol';

/** Returns the 128-bit UUID, with dashes, of what noble writes without, and short where it is of the Bluetooth base. */
export function fromNobleUuid(uuid: string): string {
  const bare = uuid.toLowerCase().replaceAll('-', '');
  if (bare.length === 4) return expandUuid(Number.parseInt(bare, 16));
  if (bare.length === 8) return `${bare}-0000-1000-8000-00805f9b34fb`;
  return [8, 12, 16, 20, 32].map((end, i, ends) => bare.slice(i === 0 ? 0 : ends[i - 1], end)).join('-');
}

/** Returns a 128-bit UUID as noble wants it. */
export function toNobleUuid(uuid: string): string {
  return uuid.toLowerCase().replaceAll('-', '');
}
