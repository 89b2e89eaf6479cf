import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Bytes, type ErrorCode, fileFailure, ProvisioningError } from '@esp-prov/protocol';

/** How a file of the user is read. */
export interface BoundedFileOptions {
  /** Bytes of the largest file that is read. */
  readonly limit: number;
  /**
   * What the file is, as it stands in an error: `the list devices.csv`, or without its name where that may be a secret.
   */
  readonly called: string;
  /** Code of the error; `host/file-unusable` when left out. */
  readonly code?: ErrorCode;
}

/** Bytes that are read at a time, so that a file which grows meanwhile takes no more room than the limit. */
const chunkSize = 64 * 1024;

/**
 * Returns the content of a regular file, which is no larger than `limit`. A device such as `/dev/zero`, a pipe or a
 * folder is refused before anything is read of it.
 *
 * @throws ProvisioningError `host/file-unusable`, or the code of the options
 */
export function readRegularFile(path: string, options: BoundedFileOptions): Bytes {
  let file: number | undefined;
  try {
    // Opening a pipe would wait for the program that writes into it.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(file);
    if (!stats.isFile()) throw refusal(options, `it is ${kindOf(stats)}, not a file`);
    const parts = new Parts(stats.size, options);
    for (let count = 1; count > 0; ) {
      const part = new Uint8Array(parts.room);
      count = readSync(file, part);
      parts.add(part.subarray(0, count));
    }
    return parts.whole();
  } catch (cause) {
    throw unusable(options, cause);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/**
 * As {@link readRegularFile}, and also of a pipe, as shells make one for `<(command)`.
 *
 * @throws ProvisioningError `host/file-unusable`, or the code of the options
 */
export async function readFileOrPipe(path: string, options: BoundedFileOptions): Promise<Bytes> {
  try {
    await using file = await open(path, 'r');
    const stats = await file.stat();
    if (!stats.isFile() && !stats.isFIFO() && !stats.isSocket()) {
      throw refusal(options, `it is ${kindOf(stats)}, not a file`);
    }
    const parts = new Parts(stats.isFile() ? stats.size : 0, options);
    for (let count = 1; count > 0; ) {
      const part = new Uint8Array(parts.room);
      count = (await file.read(part, 0, part.length, null)).bytesRead;
      parts.add(part.subarray(0, count));
    }
    return parts.whole();
  } catch (cause) {
    throw unusable(options, cause);
  }
}

/** Collects what is read, and ends the reading at the limit. */
class Parts {
  readonly #options: BoundedFileOptions;
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  constructor(size: number, options: BoundedFileOptions) {
    this.#options = options;
    if (size > options.limit) throw this.#tooLarge();
  }

  /** Bytes that the next reading may bring: one beyond the limit shows that it is too large. */
  get room(): number {
    return Math.min(chunkSize, this.#options.limit - this.#length + 1);
  }

  add(part: Uint8Array): void {
    this.#length += part.length;
    if (this.#length > this.#options.limit) throw this.#tooLarge();
    this.#parts.push(part);
  }

  whole(): Bytes {
    return new Uint8Array(Buffer.concat(this.#parts, this.#length));
  }

  #tooLarge(): ProvisioningError {
    return refusal(this.#options, `it is larger than ${sizeText(this.#options.limit)}`);
  }
}

/** Returns a limit as people say it. */
export function sizeText(bytes: number): string {
  const [mega, kilo] = [bytes / (1024 * 1024), bytes / 1024];
  if (Number.isInteger(mega)) return `${mega} MB`;
  return Number.isInteger(kilo) ? `${kilo} kB` : `${bytes} bytes`;
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFIFO()) return 'a pipe';
  return stats.isSocket() ? 'a socket' : 'a device';
}

function refusal({ called, code = 'host/file-unusable' }: BoundedFileOptions, why: string, cause?: unknown) {
  return new ProvisioningError(code, `${called} cannot be read: ${why}`, cause === undefined ? {} : { cause });
}

function unusable(options: BoundedFileOptions, cause: unknown): unknown {
  if (cause instanceof ProvisioningError) return cause;
  return refusal({ ...options, code: 'host/file-unusable' }, fileFailure(cause), cause);
}
