// An entry of NVS, plain and encrypted, with the keys of Espressif's fixtures.
import {
  decodeKeyPartition,
  deriveNvsKeys,
  encodeKeyPartition,
  entrySize,
  generateNvsImage,
  parseNvsCsv,
  xtsEntryCipher,
} from '@esp-prov/nvs';
import { itemFields } from '../nvs-fields.mjs';
import { readVector } from '../read-vector.mjs';

const plain = 'nvs/gen/all_types.bin';
const sealed = 'nvs/gen/all_types_enc.bin';
const keyFile = 'nvs/gen/keys_flash_enc.bin';
const hmacFile = 'nvs/gen/hmac_key.bin';
const derivedFile = 'nvs/gen/keys_hmac.bin';
const from = 64;
const storedSize = 68;

/** Returns the examples of encrypted NVS. */
export function nvsEncryptionExamples() {
  const keys = decodeKeyPartition(readVector(keyFile));
  const rows = parseNvsCsv('key,type,encoding,value\nalpha,namespace,,\n');
  const entry = generateNvsImage(rows, { size: 0x3000 }).subarray(from, from + entrySize);
  return [
    {
      name: 'nvs-keys',
      says: 'The beginning of a partition for keys; the rest is erased',
      bytes: encodeKeyPartition(keys).subarray(0, storedSize),
      fields: [
        { length: 32, name: 'Key for the data', meaning: 'AES-256' },
        { length: 32, name: 'Key for the tweak', meaning: 'AES-256' },
        { length: 4, name: 'CRC-32', meaning: 'of the 64 bytes before, as everywhere in NVS' },
      ],
      vector: { file: keyFile, from: 0 },
    },
    {
      name: 'nvs-sealed-entry',
      says: 'The first entry of a partition, at offset 64, before it is encrypted',
      bytes: entry,
      fields: itemFields(entry),
      vector: { file: plain, from },
      sealed: [
        {
          says: 'In the flash: XTS-AES-256, tweak 64',
          bytes: xtsEntryCipher(keys).seal(from, entry),
          vector: { file: sealed, from },
        },
      ],
    },
  ];
}

/** Returns the keys of a chip that derives them. */
export function nvsEncryptionValues() {
  const efuse = Uint8Array.from(readVector(hmacFile));
  const { dataKey, tweakKey } = deriveNvsKeys(efuse);
  const derived = (name, word, bytes, from) => ({
    name,
    says: `HMAC-SHA-256 under the key of the eFuses, of the word \`${word}\` eight times`,
    bytes,
    vector: { file: derivedFile, from },
  });
  return [
    {
      name: 'nvs-hmac-keys',
      says: 'The keys of a chip with an HMAC peripheral',
      values: [
        {
          name: 'key of the eFuses',
          says: 'Burned once; read by the peripheral alone',
          bytes: efuse,
          vector: { file: hmacFile, from: 0 },
        },
        derived('key for the data', '5a 5a be ae', dataKey, 0),
        derived('key for the tweak', 'a5 a5 de ce', tweakKey, 32),
      ],
    },
  ];
}
