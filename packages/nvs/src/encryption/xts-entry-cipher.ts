import { unsafe } from '@noble/ciphers/aes.js';
import type { Bytes } from '../flash.ts';
import { type EntryCipher, entrySize } from '../pages/entry-cipher.ts';
import { checkKeys, type NvsKeys } from './nvs-keys.ts';

const blockSize = 16;
const wordsPerBlock = 4;

/**
 * Returns XTS-AES-256 as firmware applies it: each entry is a data unit of its own, and the tweak is its offset in the
 * partition. esp-idf: nvs_flash/src/nvs_encrypted_partition.cpp
 *
 * There is no salt: an entry that is written twice at one offset gives the same bytes twice.
 */
export function xtsEntryCipher(keys: NvsKeys): EntryCipher {
  checkKeys(keys);
  const encryptKey = unsafe.expandKeyLE(keys.dataKey);
  const decryptKey = unsafe.expandKeyDecLE(keys.dataKey);
  const tweakKey = unsafe.expandKeyLE(keys.tweakKey);
  return {
    seal: (offset, entry) => transform(unsafe.encrypt, encryptKey, tweakKey, offset, entry),
    open: (offset, entry) => transform(unsafe.decrypt, decryptKey, tweakKey, offset, entry),
  };
}

function transform(
  cipher: typeof unsafe.encrypt,
  key: Uint32Array,
  tweakKey: Uint32Array,
  offset: number,
  entry: Uint8Array,
): Bytes {
  if (entry.length !== entrySize) throw new RangeError(`an entry has ${entrySize} bytes, not ${entry.length}`);
  const result = new Uint8Array(entrySize);
  const from = new DataView(entry.buffer, entry.byteOffset, entrySize);
  const to = new DataView(result.buffer);
  const { s0, s1, s2, s3 } = unsafe.encrypt(tweakKey, offset, 0, 0, 0);
  const tweak = Uint32Array.of(s0, s1, s2, s3);
  for (let block = 0; block < entrySize; block += blockSize) {
    const word = (i: number): number => from.getUint32(block + 4 * i, true) ^ (tweak[i] as number);
    const out = cipher(key, word(0), word(1), word(2), word(3));
    const words = [out.s0, out.s1, out.s2, out.s3];
    words.forEach((value, i) => {
      to.setUint32(block + 4 * i, value ^ (tweak[i] as number), true);
    });
    double(tweak);
  }
  return result;
}

/** Times x in GF(2^128), lowest word first. */
function double(words: Uint32Array): void {
  let carry = 0;
  for (let i = 0; i < wordsPerBlock; i++) {
    const word = words[i] as number;
    words[i] = (word << 1) | carry;
    carry = word >>> 31;
  }
  if (carry) words[0] = (words[0] as number) ^ 0x87;
}
