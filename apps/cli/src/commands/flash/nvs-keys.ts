import { statSync } from 'node:fs';
import {
  decodeKeyPartition,
  decryptImage,
  deriveNvsKeys,
  encodeKeyPartition,
  encryptImage,
  generateNvsKeys,
  NvsError,
  type NvsKeys,
  xtsEntryCipher,
} from '@esp-prov/nvs';
import { ProvisioningError, systemRandom } from '@esp-prov/protocol';
import { readImage, writeImage, writeWholeFile } from '@esp-prov/virtual/node';
import { withFlashErrors } from '../../report/flash-error.ts';
import { makeOutput } from '../../report/output.ts';
import type { KeyOptions } from './key-options.ts';
import { readInput } from './list-file.ts';

/** Options of `esp-prov flash nvs generate-key`. */
export interface GenerateKeyOptions {
  readonly hmacKeyFile?: string;
  readonly newHmacKey?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

const hmacKeySize = 32;

/** Returns the keys that the options name; undefined where they name none. */
export async function givenKeys({ keyFile, hmacKeyFile }: KeyOptions): Promise<NvsKeys | undefined> {
  if (keyFile !== undefined) {
    const content = await readInput(keyFile, 'keys');
    return withFlashErrors(() => decodeKeyPartition(content));
  }
  return hmacKeyFile === undefined ? undefined : deriveNvsKeys(await readHmacKey(hmacKeyFile));
}

/** Returns the keys in the content of a partition; undefined where there are none that can be used. */
export function keysInPartition(content: Uint8Array): NvsKeys | undefined {
  try {
    return decodeKeyPartition(content);
  } catch (error) {
    if (error instanceof NvsError) return undefined;
    throw error;
  }
}

/** Makes a file of keys: new ones, or those that a chip derives from a key in its eFuses. */
export async function generateKey(file: string, options: GenerateKeyOptions): Promise<void> {
  const { hmacKeyFile, newHmacKey, force, json = false } = options;
  const files = newHmacKey === undefined ? [file] : [file, newHmacKey];
  for (const path of force ? [] : files) refuseExisting(path);
  let keys: NvsKeys;
  if (newHmacKey !== undefined) {
    const hmacKey = systemRandom(hmacKeySize);
    keys = deriveNvsKeys(hmacKey);
    writeWholeFile(newHmacKey, hmacKey);
  } else {
    keys = (await givenKeys({ hmacKeyFile })) ?? generateNvsKeys(systemRandom);
  }
  writeWholeFile(file, encodeKeyPartition(keys));
  makeOutput({ json }).result({ result: 'generated', files }, `${files.join(' and ')}: keep them secret`);
}

/** Encrypts the entries of a partition in a file of its own, or takes the encryption away. */
export async function translate(
  direction: 'encrypt' | 'decrypt',
  { input, output }: { readonly input: string; readonly output: string },
  options: KeyOptions & { readonly json?: boolean },
): Promise<void> {
  const keys = await givenKeys(options);
  if (!keys) throw new ProvisioningError('usage/invalid-option', '--key-file or --hmac-key-file is missing');
  const cipher = xtsEntryCipher(keys);
  const image = readImage(input);
  const changed = withFlashErrors(() => (direction === 'encrypt' ? encryptImage : decryptImage)(image, cipher));
  writeImage(output, changed);
  const { json = false } = options;
  const result = { result: `${direction}ed`, file: output, size: changed.length };
  makeOutput({ json }).result(result, `${output}: ${changed.length} bytes, ${direction}ed`);
}

/** @throws ProvisioningError `host/file-unusable` for a file that is there; what was lost, such as keys, cannot be made again */
export function refuseExisting(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile())
    throw new ProvisioningError('host/file-unusable', `the file ${path} is already there; --force replaces it`);
}

async function readHmacKey(path: string): Promise<Uint8Array> {
  const key = await readInput(path, 'keys');
  if (key.length === hmacKeySize) return key;
  throw new ProvisioningError(
    'flash/keys-missing',
    `the file ${path} has ${key.length} bytes, an HMAC key has ${hmacKeySize}`,
  );
}
