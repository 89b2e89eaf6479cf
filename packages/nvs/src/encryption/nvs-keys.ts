import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { crc32 } from '../crc32.ts';
import { type Bytes, sectorSize } from '../flash.ts';
import { NvsError } from '../nvs-error.ts';

/** The two keys of an encrypted NVS partition. */
export interface NvsKeys {
  /** Encrypts the entries; 32 bytes. */
  readonly dataKey: Bytes;
  /** Encrypts their offsets; 32 bytes. */
  readonly tweakKey: Bytes;
}

/** Returns `length` unpredictable bytes; injected, so that tests can repeat what they do. */
export type NvsRandom = (length: number) => Uint8Array;

const keySize = 32;
const crcOffset = 2 * keySize;
const storedSize = crcOffset + 4;

/** Returns new keys; `random` has to be a source for secrets. */
export function generateNvsKeys(random: NvsRandom): NvsKeys {
  const keys = { dataKey: Uint8Array.from(random(keySize)), tweakKey: Uint8Array.from(random(keySize)) };
  checkKeys(keys);
  return keys;
}

/** Refuses keys that are no keys of XTS-AES-256. */
export function checkKeys({ dataKey, tweakKey }: NvsKeys): void {
  if (dataKey.length === keySize && tweakKey.length === keySize) return;
  throw new RangeError(`keys have ${keySize} bytes each, not ${dataKey.length} and ${tweakKey.length}`);
}

/** Returns a key partition: both keys, their CRC, the rest erased. */
export function encodeKeyPartition(keys: NvsKeys, size: number = sectorSize): Bytes {
  checkKeys(keys);
  if (size < storedSize) throw new RangeError(`a key partition has at least ${storedSize} bytes, not ${size}`);
  const image = new Uint8Array(size).fill(0xff);
  image.set(keys.dataKey, 0);
  image.set(keys.tweakKey, keySize);
  new DataView(image.buffer).setUint32(crcOffset, crc32(image.subarray(0, crcOffset)), true);
  return image;
}

/**
 * Returns the keys of a key partition, or of a key file, which need not have more than 68 bytes.
 *
 * @throws NvsError `nvs/keys-missing` where none have been written yet, `nvs/keys-invalid` where they are damaged, or
 *   still have the encryption of the flash on them
 */
export function decodeKeyPartition(image: Uint8Array): NvsKeys {
  if (image.length < storedSize) {
    throw new NvsError('nvs/keys-invalid', `a key partition has at least ${storedSize} bytes, not ${image.length}`, {
      details: { size: image.length },
    });
  }
  if (image.subarray(0, storedSize).every((byte) => byte === 0xff)) {
    throw new NvsError('nvs/keys-missing', 'the key partition is erased: no keys have been written yet');
  }
  const stored = new DataView(image.buffer, image.byteOffset, image.byteLength).getUint32(crcOffset, true);
  if (stored !== crc32(image.subarray(0, crcOffset))) {
    throw new NvsError('nvs/keys-invalid', 'the CRC of the key partition does not match its keys');
  }
  return {
    dataKey: Uint8Array.from(image.subarray(0, keySize)),
    tweakKey: Uint8Array.from(image.subarray(keySize, crcOffset)),
  };
}

/** Input of the HMAC peripheral, as the bytes of a repeated word. esp-idf: nvs_sec_provider */
const dataKeySeed = [0x5a, 0x5a, 0xbe, 0xae];
const tweakKeySeed = [0xa5, 0xa5, 0xde, 0xce];

/**
 * Returns the keys of a chip that derives them from a key in its eFuses (not the original ESP32, which lacks the
 * peripheral).
 */
export function deriveNvsKeys(efuseKey: Uint8Array): NvsKeys {
  if (efuseKey.length !== keySize) throw new RangeError(`an HMAC key has ${keySize} bytes, not ${efuseKey.length}`);
  const derive = (seed: readonly number[]): Bytes => {
    const message = Uint8Array.from({ length: keySize }, (_, i) => seed[i % seed.length] as number);
    return new Uint8Array(hmac(sha256, efuseKey, message));
  };
  return { dataKey: derive(dataKeySeed), tweakKey: derive(tweakKeySeed) };
}
