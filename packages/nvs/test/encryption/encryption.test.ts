import { createCipheriv, createDecipheriv } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decryptImage, encryptImage } from '../../src/encryption/encrypt-image.ts';
import {
  decodeKeyPartition,
  deriveNvsKeys,
  encodeKeyPartition,
  generateNvsKeys,
  type NvsKeys,
} from '../../src/encryption/nvs-keys.ts';
import { xtsEntryCipher } from '../../src/encryption/xts-entry-cipher.ts';
import { nvsFailure, orNvsError } from '../support/nvs-failure.ts';
import { vector } from '../support/vectors.ts';

const keyFile = vector('gen/keys_flash_enc.bin');
const keys = decodeKeyPartition(keyFile);

test.each([
  ['all_types', 'all_types_enc', keys],
  ['multipage_blob', 'multipage_blob_enc', keys],
  ['all_types', 'all_types_enc_hmac', deriveNvsKeys(vector('gen/hmac_key.bin'))],
] satisfies [string, string, NvsKeys][])('%s becomes %s of the official tool and back', (plain, sealed, its) => {
  const cipher = xtsEntryCipher(its);
  expect(encryptImage(vector(`gen/${plain}.bin`), cipher)).toEqual(vector(`gen/${sealed}.bin`));
  expect(decryptImage(vector(`gen/${sealed}.bin`), cipher)).toEqual(vector(`gen/${plain}.bin`));
});

test('Key partitions are those of the official tool', () => {
  expect(encodeKeyPartition(keys)).toEqual(keyFile);
  expect(encodeKeyPartition(deriveNvsKeys(vector('gen/hmac_key.bin')))).toEqual(vector('gen/keys_hmac.bin'));
  expect(decodeKeyPartition(keyFile.subarray(0, 68))).toEqual(keys);
});

test('Generated keys come from the given source', () => {
  let calls = 0;
  const made = generateNvsKeys((length) => new Uint8Array(length).fill(++calls));
  expect(made).toEqual({ dataKey: new Uint8Array(32).fill(1), tweakKey: new Uint8Array(32).fill(2) });
  expect(() => generateNvsKeys(() => new Uint8Array(31))).toThrow(RangeError);
  expect(() => deriveNvsKeys(new Uint8Array(31))).toThrow(RangeError);
  expect(() => encodeKeyPartition(keys, 67)).toThrow(RangeError);
});

test('Missing keys and damaged keys are told apart', () => {
  expect(nvsFailure(() => decodeKeyPartition(new Uint8Array(4096).fill(0xff))).code).toBe('nvs/keys-missing');
  expect(nvsFailure(() => decodeKeyPartition(new Uint8Array(67))).code).toBe('nvs/keys-invalid');
  const damaged = keyFile.slice();
  damaged[0] = 0x80;
  expect(nvsFailure(() => decodeKeyPartition(damaged)).code).toBe('nvs/keys-invalid');
});

const bytes = (length: number): fc.Arbitrary<Uint8Array<ArrayBuffer>> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => Uint8Array.from(bytes));

test('An entry is sealed as OpenSSL would, and opened again, whatever lies around it', () => {
  fc.assert(
    fc.property(bytes(32), bytes(32), bytes(40), fc.nat(0xffffffff), (dataKey, tweakKey, around, offset) => {
      fc.pre(dataKey.join() !== tweakKey.join());
      const entry = around.subarray(3, 35);
      const cipher = xtsEntryCipher({ dataKey, tweakKey });
      const sealed = cipher.seal(offset, entry);
      const tweak = new Uint8Array(16);
      new DataView(tweak.buffer).setUint32(0, offset, true);
      const key = Uint8Array.from([...dataKey, ...tweakKey]);
      expect([...createCipheriv('aes-256-xts', key, tweak).update(entry)]).toEqual([...sealed]);
      expect([...createDecipheriv('aes-256-xts', key, tweak).update(sealed)]).toEqual([...entry]);
      expect(cipher.open(offset, sealed)).toEqual(entry.slice());
    }),
    { numRuns: 50 },
  );
  expect(() => xtsEntryCipher(keys).seal(0, new Uint8Array(31))).toThrow(RangeError);
});

test('Entries that are not written stay as they are', () => {
  const cipher = xtsEntryCipher(keys);
  const purged = vector('device/provisioned.purge.bin');
  expect(decryptImage(encryptImage(purged, cipher), cipher)).toEqual(purged);
  expect(nvsFailure(() => decryptImage(new Uint8Array(100), cipher)).code).toBe('nvs/too-small');
});

test('Any bytes are keys or refused by name', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      orNvsError(() => decodeKeyPartition(bytes));
    }),
    { numRuns: 100 },
  );
});
