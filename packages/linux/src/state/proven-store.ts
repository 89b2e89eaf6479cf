import { type KeyValueStore, loadCredentials, type StoredValue, type WifiCredentials } from '@esp-prov/device';
import type { StateFiles } from './state-files.ts';
import { decodeValues, encodeValues, type StoredValues } from './stored-values.ts';

/** File of the network that was proven. */
export const networkFile = 'network';

/**
 * A store whose content stays in memory until it is proven. So a device that is switched off between a wrong password and
 * its failure starts as it was before.
 */
export class ProvenStore implements KeyValueStore {
  readonly #files: StateFiles;
  /** What the disk has; read when first needed, so that damaged state can be erased. */
  #onDisk: StoredValues | undefined;
  #values: StoredValues | undefined;

  constructor(files: StateFiles) {
    this.#files = files;
  }

  async get(namespace: string, key: string): Promise<StoredValue | undefined> {
    return copyOf((await this.#load()).get(namespace)?.get(key));
  }

  async commit(namespace: string, entries: ReadonlyMap<string, StoredValue | null>): Promise<void> {
    const before = await this.#load();
    const disk = this.#onDisk ?? before;
    const had = await loadCredentials(readOnly(before));
    const proven = await this.proven();
    const onDisk = changed(disk, namespace, entries);
    const forgets = proven !== undefined && !(await loadCredentials(readOnly(onDisk)));
    // First on the disk: what could not be forgotten there is not forgotten.
    if (forgets && sameCredentials(had, proven)) await this.#write(onDisk);
    this.#values = changed(before, namespace, entries);
  }

  /** Writes everything. */
  async prove(): Promise<void> {
    await this.#write(await this.#load());
  }

  /** Returns the credentials that the disk has. */
  async proven(): Promise<WifiCredentials | undefined> {
    await this.#load();
    return await loadCredentials(readOnly(this.#onDisk ?? new Map()));
  }

  /** Forgets what was not proven: it has again what is on the disk. */
  discard(): void {
    this.#values = undefined;
  }

  /** Forgets everything, here and on the disk. */
  async erase(): Promise<void> {
    await this.#files.remove([networkFile]);
    this.#onDisk = new Map();
    this.#values = this.#onDisk;
  }

  async #load(): Promise<StoredValues> {
    this.#onDisk ??= (await this.#files.read(networkFile, decodeValues)) ?? new Map();
    this.#values ??= this.#onDisk;
    return this.#values;
  }

  async #write(values: StoredValues): Promise<void> {
    if (values === this.#onDisk) return;
    await this.#files.write(networkFile, encodeValues(values));
    this.#onDisk = values;
  }
}

function changed(
  values: StoredValues,
  namespace: string,
  entries: ReadonlyMap<string, StoredValue | null>,
): StoredValues {
  const keys = new Map(values.get(namespace));
  for (const [key, value] of entries) {
    const copy = copyOf(value ?? undefined);
    if (copy) keys.set(key, copy);
    else keys.delete(key);
  }
  return new Map([...values, [namespace, keys]]);
}

function copyOf(stored: StoredValue | undefined): StoredValue | undefined {
  return stored?.type === 'blob' ? { type: 'blob', value: Uint8Array.from(stored.value) } : stored;
}

function readOnly(values: StoredValues): KeyValueStore {
  return {
    get: async (namespace, key) => values.get(namespace)?.get(key),
    commit: () => Promise.reject(new TypeError('this store is read only')),
  };
}

function sameCredentials(one: WifiCredentials | undefined, other: WifiCredentials | undefined): boolean {
  if (!one || !other) return one === other;
  const text = ({ ssid, passphrase, bssid }: WifiCredentials) => [ssid, passphrase, bssid ?? ''].map(String).join(' ');
  return text(one) === text(other);
}
