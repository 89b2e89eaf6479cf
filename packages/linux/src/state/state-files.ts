import { join } from 'node:path';
import { decodeUtf8, fileFailure, ProvisioningError } from '@esp-prov/protocol';
import type { Disk } from './disk.ts';

/** Bytes of the largest file that is read; what is written is far smaller. */
const maxBytes = 64 * 1024;

/** Version of the files; one of a later version is left as it is. */
const version = 1;

/** The files of a board's state: each is a value as JSON, and is replaced as a whole. */
export class StateFiles {
  readonly folder: string;
  readonly #disk: Disk;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(folder: string, disk: Disk) {
    this.folder = folder;
    this.#disk = disk;
  }

  /** Makes the folder. @throws ProvisioningError `host/file-unusable` */
  async open(): Promise<void> {
    await this.#guarded(this.folder, () => this.#disk.makeFolder(this.folder));
  }

  /**
   * Returns what `parse` makes of a file; undefined where there is none.
   *
   * @param parse - returns undefined, or throws, for a value of another shape
   * @throws ProvisioningError `board/state-damaged`, `host/file-unusable`
   */
  async read<T>(name: string, parse: (value: unknown) => T | undefined): Promise<T | undefined> {
    const path = this.#path(name);
    const bytes = await this.#guarded(path, () => this.#disk.read(path, maxBytes));
    if (bytes === undefined) return undefined;
    const record = parseJson(decodeUtf8(bytes) ?? '');
    if (!isRecord(record)) throw damaged(path, 'it is not a JSON object');
    if (record['version'] !== version) throw damaged(path, `it is not of version ${version}`);
    const value = parsed(record['value'], parse);
    if (value === undefined) throw damaged(path, 'its members are missing or have other types');
    return value;
  }

  /** Replaces a file: at every moment the disk has the value before or this one. @throws ProvisioningError `host/file-unusable` */
  async write(name: string, value: unknown): Promise<void> {
    const path = this.#path(name);
    const text = `${JSON.stringify({ version, value })}\n`;
    await this.#inTurn(() => this.#guarded(path, () => this.#replace(path, text)));
  }

  /** Removes files, in this order; what a power cut leaves are the last ones. @throws ProvisioningError `host/file-unusable` */
  async remove(names: readonly string[]): Promise<void> {
    await this.#inTurn(async () => {
      for (const name of names) {
        const path = this.#path(name);
        await this.#guarded(path, async () => {
          await this.#disk.remove(temporary(path));
          await this.#disk.remove(path);
          await this.#disk.syncFolder(this.folder);
        });
      }
    });
  }

  async #replace(path: string, text: string): Promise<void> {
    // What a run left that was killed while it wrote.
    await this.#disk.remove(temporary(path));
    const file = await this.#disk.create(temporary(path));
    try {
      await file.write(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await this.#disk.rename(temporary(path), path);
    await this.#disk.syncFolder(this.folder);
  }

  /** One after the other, as two writers of one file would share its temporary name. */
  async #inTurn(task: () => Promise<void>): Promise<void> {
    const done = this.#tail.then(task);
    this.#tail = done.catch(() => undefined);
    await done;
  }

  async #guarded<T>(path: string, task: () => Promise<T>): Promise<T> {
    try {
      return await task();
    } catch (cause) {
      const text = `the state ${path} cannot be used: ${fileFailure(cause)}`;
      throw new ProvisioningError('host/file-unusable', text, { cause, details: { path } });
    }
  }

  #path(name: string): string {
    return join(this.folder, `${name}.json`);
  }
}

function temporary(path: string): string {
  return `${path}.new`;
}

function damaged(path: string, why: string): ProvisioningError {
  return new ProvisioningError('board/state-damaged', `the state ${path} cannot be read: ${why}`, {
    details: { path },
  });
}

function parsed<T>(value: unknown, parse: (value: unknown) => T | undefined): T | undefined {
  try {
    return parse(value);
  } catch {
    return undefined;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a value is an object with members. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
