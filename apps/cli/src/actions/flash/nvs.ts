import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  checkNvsImage,
  defaultTableOffset,
  generateNvsImage,
  MemoryFlash,
  NvsError,
  type NvsReader,
  NvsStore,
  type NvsValue,
  parseNvsCsv,
  readNvs,
} from '@esp-prov/nvs';
import { concatBytes, exitCodes, fromHex, maskSecret, ProvisioningError, toHex, utf8 } from '@esp-prov/protocol';
import { changeImage, readImage, writeImage } from '@esp-prov/virtual/node';
import type { NvsCommandOptions } from '../../commands/flash-nvs.ts';
import { partitionOf } from './image.ts';

/** Which value is meant. */
interface Place {
  readonly namespace: string;
  readonly key: string;
}

/** Prints all keys and values. */
export function list(file: string, options: NvsCommandOptions): void {
  const entries = Array.from(open(file, options).entries(), ({ namespace, key, type, read }) => {
    const value = read();
    return { namespace, key, type, value: value ? shown(key, value, options.showSecrets ?? false) : '(damaged)' };
  });
  if (options.json) return print({ result: 'entries', entries });
  for (const { namespace, key, type, value } of entries) {
    process.stdout.write(`${namespace.padEnd(16)} ${key.padEnd(16)} ${type.padEnd(6)} ${value}\n`);
  }
}

/** Prints one value. */
export function get(file: string, { namespace, key }: Place, options: NvsCommandOptions): void {
  const value = open(file, options).get(namespace, key);
  if (!value) throw invalid(`there is no key ${key} in the namespace ${namespace}`);
  if (options.json) return print({ result: 'value', namespace, key, type: value.type, value: text(value) });
  process.stdout.write(`${text(value)}\n`);
}

/** Writes one value. */
export function set(
  file: string,
  { namespace, key }: Place,
  typed: { type: string; value: string },
  options: NvsCommandOptions,
): void {
  const value = parseValue(typed.type, typed.value);
  change(file, options, (store) => store.set(namespace, key, value));
}

/** Erases a key or a namespace. */
export function erase(
  file: string,
  { namespace, key }: { namespace: string; key: string | undefined },
  options: NvsCommandOptions,
): void {
  change(file, options, (store) => {
    if (key === undefined) store.eraseNamespace(namespace);
    else if (!store.eraseKey(namespace, key)) throw invalid(`there is no key ${key} in the namespace ${namespace}`);
  });
}

/** Prints what is damaged, and what to do about it. */
export function check(file: string, options: NvsCommandOptions): void {
  const findings = checkNvsImage(section(readImage(file), options).content);
  if (options.json) print({ result: 'findings', findings });
  else if (findings.length === 0) process.stdout.write('no damage found\n');
  else
    for (const finding of findings)
      process.stdout.write(`${finding.severity}: ${finding.message}\n    ${finding.remedy}\n`);
  if (findings.some(({ severity }) => severity === 'error')) process.exitCode = exitCodes.flash;
}

/** Makes a partition from a CSV file; file names in it are relative to it. */
export function generate(csv: string, file: string, { size }: { size: number }): void {
  const rows = named(() => parseNvsCsv(readInput(csv)));
  const readFile = (name: string) => Uint8Array.from(readInput(join(dirname(csv), name)));
  writeImage(
    file,
    named(() => generateNvsImage(rows, { size, readFile })),
  );
  process.stdout.write(`${file}: ${size} octets\n`);
}

/** Prints how full the partition is. */
export function stats(file: string, options: NvsCommandOptions): void {
  const found = open(file, options).stats();
  if (options.json) return print({ result: 'stats', ...found });
  for (const [name, value] of Object.entries(found)) process.stdout.write(`${name.padEnd(12)} ${value}\n`);
}

function readInput(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new ProvisioningError('host/file-unusable', `${path} cannot be read`, { cause, details: { path } });
  }
}

function open(file: string, options: NvsCommandOptions): NvsReader {
  return named(() => readNvs(section(readImage(file), options).content));
}

/** What `task` yields; the errors of the flash formats, and of values beyond their type, become the command's own. */
function named<T>(task: () => T): T {
  try {
    return task();
  } catch (cause) {
    if (!(cause instanceof NvsError || cause instanceof RangeError)) throw cause;
    throw new ProvisioningError('flash/invalid-value', cause.message, { cause });
  }
}

/** The NVS partition within a whole image; a file without a partition table is one by itself. */
function section(image: Uint8Array, { partition }: NvsCommandOptions): { offset: number; content: Uint8Array } {
  if (!hasTable(image)) return { offset: 0, content: image };
  const { offset, size } = partitionOf(image, partition);
  return { offset, content: image.subarray(offset, offset + size) };
}

function change(file: string, options: NvsCommandOptions, action: (store: NvsStore) => void): void {
  changeImage(file, (image) => {
    const { offset, content } = section(image, options);
    const flash = new MemoryFlash(content);
    named(() => action(NvsStore.open(flash)));
    const changed = Uint8Array.from(image);
    changed.set(flash.image(), offset);
    return changed;
  });
}

const bigTypes = ['u64', 'i64'];
const numberTypes = ['u8', 'i8', 'u16', 'i16', 'u32', 'i32'];

function hasTable(image: Uint8Array): boolean {
  // A long file without a table is a broken image rather than a partition, and told as such.
  if (image.length > 0x100000) return true;
  return image[defaultTableOffset] === 0xaa && image[defaultTableOffset + 1] === 0x50;
}

function parseValue(type: string, value: string): NvsValue {
  if (bigTypes.includes(type) && /^(0x[0-9a-f]+|-?\d+)$/i.test(value))
    return { type, value: BigInt(value) } as NvsValue;
  if (numberTypes.includes(type) && value.trim() !== '' && Number.isInteger(Number(value))) {
    return { type, value: Number(value) } as NvsValue;
  }
  if (type === 'string') return { type, value };
  if (type === 'blob' && /^([0-9a-f]{2})*$/i.test(value)) return { type, value: fromHex(value) };
  if (type === 'ssid') return { type: 'blob', value: ssidBlob(value) };
  if (type === 'passphrase') return { type: 'blob', value: passphraseBlob(value) };
  throw invalid(`the value does not fit the type ${type}; types are u8 to i64, string, blob, ssid and passphrase`);
}

/** The Wi-Fi driver keeps an SSID as a 32-bit length and 32 octets. */
function ssidBlob(text: string): Uint8Array<ArrayBuffer> {
  const ssid = utf8(text);
  if (ssid.length > 32) throw new ProvisioningError('wifi/invalid-ssid', `the SSID has ${ssid.length} octets`);
  return padded(concatBytes(Uint8Array.of(ssid.length, 0, 0, 0), ssid), 36);
}

/** And a password as padded text, with a zero at its end. */
function passphraseBlob(text: string): Uint8Array<ArrayBuffer> {
  const passphrase = utf8(text);
  if (passphrase.length > 63) {
    throw new ProvisioningError('wifi/invalid-passphrase', `the passphrase has ${passphrase.length} octets`);
  }
  return padded(passphrase, 65);
}

function padded(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(length);
  result.set(bytes);
  return result;
}

/** Keys of the Wi-Fi driver and of factory data whose values nobody should read over a shoulder. */
const secretKeys = /pswd|passwd|pmk|pop|password|secret/i;

function shown(key: string, value: NvsValue, showSecrets: boolean): string {
  return !showSecrets && secretKeys.test(key) ? maskSecret(text(value).slice(0, 8)) : text(value);
}

function text(value: NvsValue): string {
  return value.type === 'blob' ? toHex(value.value) : String(value.value);
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? String(item) : item))}\n`);
}

function invalid(why: string): ProvisioningError {
  return new ProvisioningError('flash/invalid-value', why);
}
