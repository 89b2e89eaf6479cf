import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { imageFileError } from './image-file-error.ts';
import { lockImage } from './image-lock.ts';

/** Bytes of the largest flash chip that Espressif's tools know. */
const largestImage = 128 * 1024 * 1024;

/** Rights of a new file that may hold secrets: its owner reads and writes it. */
export const privateMode = 0o600;

/** How a file is written. */
export interface WholeFileOptions {
  /**
   * Rights of a new file; default: only its owner reads and writes it, as most hold secrets. An existing file keeps its
   * own.
   */
  readonly mode?: number | undefined;
  /**
   * Whether it is one of very many, none of which is there yet: then nothing is looked up before, and the disk is not
   * waited for, so that a machine which loses power may leave half of it.
   */
  readonly ofSeries?: boolean | undefined;
}

/**
 * Writes a whole file under another name and renames it: at every moment there is the old content or the new one.
 *
 * @throws ProvisioningError `host/file-unusable`; the file is what it was
 */
export function writeWholeFile(path: string, content: Uint8Array | string, options: WholeFileOptions = {}): void {
  try {
    if (options.ofSeries) return replaceFile(path, content, undefined, options);
    const stats = statSync(path, { throwIfNoEntry: false });
    // A pipe or a terminal has no old content to keep; behind /dev/stdout it does not even have a path of its own.
    if (stats && !stats.isFile()) writeFileSync(path, content);
    else replaceFile(realPath(path), content, stats, options);
  } catch (cause) {
    throw imageFileError(path, cause);
  }
}

/**
 * Writes an image that a device may have open, as {@link writeWholeFile} does.
 *
 * @throws ProvisioningError `flash/locked`, `host/file-unusable`
 */
export function writeImage(path: string, image: Uint8Array): void {
  using _lock = isNoFile(path) ? undefined : lockImage(realPath(path));
  writeWholeFile(path, image);
}

/** Runs a change of an image under its lock: `change` gets the content and yields the new one, or undefined for none. */
export function changeImage(path: string, change: (image: Uint8Array) => Uint8Array | undefined): void {
  // Before the lock, which would be made beside a file that is not there.
  readImage(path);
  using _lock = lockImage(realPath(path));
  const changed = change(readImage(path));
  if (changed) writeWholeFile(path, changed);
}

/**
 * Returns the content of an image: of a regular file, as others may never end, and no larger than a flash chip.
 *
 * @throws ProvisioningError `host/file-unusable`
 */
export function readImage(path: string): Uint8Array<ArrayBuffer> {
  let file: number | undefined;
  try {
    // Without waiting: to open a pipe would last until something writes into it.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(file);
    if (stats.isDirectory()) throw new RangeError('it is a folder, not a file');
    if (!stats.isFile()) throw new RangeError('it is a device or a pipe, not a file');
    if (stats.size > largestImage) throw new RangeError(`it is larger than ${largestImage / 0x100000} MB`);
    const image = new Uint8Array(stats.size);
    let length = 0;
    for (let count = 1; count > 0 && length < image.length; length += count) {
      count = readSync(file, image, { offset: length });
    }
    return image.subarray(0, length);
  } catch (cause) {
    throw imageFileError(path, cause);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/**
 * Returns the file that a path means, so that all names of an image have one lock; of one that is not there yet, its
 * place.
 */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    try {
      return join(realpathSync(dirname(path)), basename(path));
    } catch {
      return path;
    }
  }
}

/** Whether a path means something that is no file, such as a pipe. */
export function isNoFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === false;
  } catch {
    return false;
  }
}

function replaceFile(
  target: string,
  content: Uint8Array | string,
  old: Stats | undefined,
  { mode = privateMode, ofSeries = false }: WholeFileOptions,
): void {
  // Renaming would get around the rights of the file, which only its folder has to give.
  if (old) accessSync(target, constants.W_OK);
  const temporary = `${target}.new`;
  const file = openNew(temporary, mode);
  try {
    try {
      if (old) keepRights(file, old);
      writeFileSync(file, content);
      if (!ofSeries) fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Opens a new file; one that a killed process has left there is removed. */
function openNew(path: string, mode: number): number {
  try {
    return openSync(path, 'wx', mode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    rmSync(path);
    return openSync(path, 'wx', mode);
  }
}

/** Keeps owner and rights of a file that is replaced, where that can be done. */
function keepRights(file: number, { mode, uid, gid }: Stats): void {
  try {
    fchownSync(file, uid, gid);
  } catch {
    // Only the superuser may give files away.
  }
  fchmodSync(file, mode);
}
