import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { type Bytes, type Flash, MemoryFlash, sectorSize } from '@esp-prov/nvs';
import { isNoFile, readImage, realPath, writeWholeFile } from './image-file.ts';
import { imageFileError } from './image-file-error.ts';
import { lockImage } from './image-lock.ts';

/**
 * A flash image in a file. Every program and erase goes into the file at once, so that a process that is killed leaves
 * what a chip would have left whose power was cut. A lock keeps other processes away while it is open.
 */
export class FileFlash implements Flash, Disposable {
  readonly #path: string;
  readonly #content: MemoryFlash;
  readonly #file: number;
  readonly #lock: Disposable;

  private constructor(path: string, content: MemoryFlash, file: number, lock: Disposable) {
    this.#path = path;
    this.#content = content;
    this.#file = file;
    this.#lock = lock;
  }

  /**
   * Opens an image; `make` yields its content when there is no such file yet.
   *
   * @throws ProvisioningError `flash/locked` when a running process has it open, `host/file-unusable` otherwise
   */
  static open(path: string, make?: () => Uint8Array): FileFlash {
    // Before the lock, which would be made beside a device or a pipe; the reading says what is wrong.
    if (isNoFile(path)) readImage(path);
    const lock = lockImage(realPath(path));
    try {
      if (make && !existsSync(path)) writeWholeFile(path, make());
      const image = readImage(path);
      if (image.length === 0 || image.length % sectorSize !== 0) {
        throw new RangeError(`it has ${image.length} bytes, a flash image has a multiple of ${sectorSize}`);
      }
      return new FileFlash(path, new MemoryFlash(image), openSync(path, 'r+'), lock);
    } catch (cause) {
      lock[Symbol.dispose]();
      throw imageFileError(path, cause);
    }
  }

  get size(): number {
    return this.#content.size;
  }

  read(offset: number, length: number): Bytes {
    return this.#content.read(offset, length);
  }

  program(offset: number, data: Uint8Array): void {
    this.#content.program(offset, data);
    this.#write(offset, data.length);
  }

  erase(sector: number): void {
    this.#content.erase(sector);
    this.#write(sector * sectorSize, sectorSize);
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
    this.#lock[Symbol.dispose]();
  }

  #write(offset: number, length: number): void {
    const bytes = this.#content.read(offset, length);
    try {
      for (let at = 0; at < length; ) at += writeSync(this.#file, bytes, at, length - at, offset + at);
    } catch (cause) {
      throw imageFileError(this.#path, cause);
    }
  }
}
