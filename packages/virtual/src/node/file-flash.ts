import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { type Bytes, type Flash, MemoryFlash, sectorSize } from '@esp-prov/nvs';
import { ProvisioningError } from '@esp-prov/protocol';

/**
 * A flash image in a file. Every program and erase goes into the file at once, so that a process that is killed leaves
 * what a chip would have left whose power was cut. A lock file keeps other processes away while it is open.
 */
export class FileFlash implements Flash, Disposable {
  readonly #content: MemoryFlash;
  readonly #file: number;
  readonly #lock: string;

  private constructor(content: MemoryFlash, file: number, lock: string) {
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
    const lock = lockFile(path);
    try {
      if (make && !existsSync(path)) writeImage(path, make());
      const image = readFileSync(path);
      if (image.length === 0 || image.length % sectorSize !== 0) {
        throw new RangeError(`it has ${image.length} octets, a flash image is a multiple of ${sectorSize}`);
      }
      return new FileFlash(new MemoryFlash(image), openSync(path, 'r+'), lock);
    } catch (cause) {
      rmSync(lock, { force: true });
      throw fileError(path, cause);
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
    rmSync(this.#lock, { force: true });
  }

  #write(offset: number, length: number): void {
    writeSync(this.#file, this.#content.read(offset, length), 0, length, offset);
  }
}

/**
 * Writes a whole image under a temporary name and renames it, so that there is never half a file.
 *
 * @throws ProvisioningError `host/file-unusable`
 */
export function writeImage(path: string, image: Uint8Array): void {
  const temporary = `${path}.new-${process.pid}`;
  try {
    writeFileSync(temporary, image);
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw fileError(path, cause);
  }
}

/** Runs a change of an image under its lock: `change` gets the content and yields the new one, or undefined for none. */
export function changeImage(path: string, change: (image: Uint8Array) => Uint8Array | undefined): void {
  const lock = lockFile(path);
  try {
    const changed = change(readImage(path));
    if (changed) writeImage(path, changed);
  } finally {
    rmSync(lock, { force: true });
  }
}

/** The content of an image. @throws ProvisioningError `host/file-unusable` */
export function readImage(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (cause) {
    throw fileError(path, cause);
  }
}

function lockFile(path: string): string {
  const lock = `${path}.lock`;
  for (let tries = 0; ; tries++) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return lock;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw fileError(path, cause);
      const owner = Number(readOwner(lock));
      if (tries > 0 || isRunning(owner)) {
        throw new ProvisioningError('flash/locked', `${path} is open in process ${owner}`, {
          details: { path, owner },
        });
      }
      // Left behind by a process that was killed.
      rmSync(lock, { force: true });
    }
  }
}

function readOwner(lock: string): string {
  try {
    return readFileSync(lock, 'utf8');
  } catch {
    return '';
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function fileError(path: string, cause: unknown): unknown {
  if (cause instanceof ProvisioningError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ProvisioningError('host/file-unusable', `${path} cannot be used as a flash image: ${why}`, {
    cause,
    details: { path },
  });
}
