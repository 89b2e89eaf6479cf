import { systemRandom } from '@esp-prov/protocol';

/** Returns a UUID that nobody else has. */
export function newUuid(): string {
  const bytes = systemRandom(16);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}
