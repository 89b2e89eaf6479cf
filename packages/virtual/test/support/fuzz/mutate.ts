import { type Bytes, concatBytes } from '@esp-prov/protocol';
import type { Chance } from './chance.ts';

/**
 * Returns `original` with one to four changes: flipped bits, cuts, splices with `donor`, lengths that lie, endless
 * varints.
 */
export function mutate(original: Uint8Array, donor: Uint8Array, chance: Chance): Bytes {
  let result = Uint8Array.from(original);
  for (let change = chance.below(4); change >= 0; change--) result = changed(result, donor, chance);
  return result;
}

function changed(bytes: Bytes, donor: Uint8Array, chance: Chance): Bytes {
  const at = chance.below(bytes.length + 1);
  const end = at + chance.below(bytes.length - at + 1);
  switch (chance.below(9)) {
    case 0:
      return replaced(bytes, at, (byte) => byte ^ (1 << chance.below(8)));
    case 1:
      return replaced(bytes, at, () => chance.pick([0x00, 0x01, 0x7f, 0x80, 0xff]));
    case 2:
      return replaced(bytes, at, (byte) => byte + chance.pick([1, -1, 2, 16]));
    case 3:
      return bytes.slice(0, at);
    case 4:
      return concatBytes(bytes.subarray(0, at), bytes.subarray(end));
    case 5:
      return concatBytes(bytes.subarray(0, end), bytes.subarray(at));
    case 6: {
      const from = chance.below(donor.length + 1);
      return concatBytes(bytes.subarray(0, at), donor.subarray(from));
    }
    case 7:
      return concatBytes(bytes.subarray(0, at), chance.bytes(12), bytes.subarray(at));
    default:
      return concatBytes(bytes.subarray(0, at), new Uint8Array(chance.below(12)).fill(0xff), bytes.subarray(end));
  }
}

function replaced(bytes: Bytes, at: number, change: (byte: number) => number): Bytes {
  const byte = bytes[at];
  if (byte !== undefined) bytes[at] = change(byte);
  return bytes;
}
