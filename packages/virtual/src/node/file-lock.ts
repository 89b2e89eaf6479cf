import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { imageFileError } from './image-file-error.ts';

/** Time within which whoever makes a lock has also written its name into it. */
const namingMs = 200;

/** What is to be given back when the process ends in the middle of something, as when nobody reads its output any more. */
const held = new Set<FileLock>();

/** Keeps other processes away from something: a file that names the owner. What a killed process left is taken over. */
export class FileLock implements Disposable {
  readonly #file: string;

  private constructor(file: string) {
    this.#file = file;
    if (held.size === 0) process.on('exit', releaseAll);
    held.add(this);
  }

  /**
   * Makes the file of a lock for `path`, which need not be there.
   *
   * @returns the lock, or who has it
   * @throws ProvisioningError `host/file-unusable` where none can be made
   */
  static take(file: string, path: string): FileLock | LockOwner {
    if (create(file, path) || (!isHeld(file) && takeOver(file, path))) return new FileLock(file);
    return lockOwner(file);
  }

  [Symbol.dispose](): void {
    held.delete(this);
    if (held.size === 0) process.off('exit', releaseAll);
    // Somebody may have removed it by hand, and another process taken it since.
    if (readOwner(this.#file) === ownName()) rmSync(this.#file, { force: true });
  }
}

function releaseAll(): void {
  for (const lock of held) lock[Symbol.dispose]();
}

/** Who has a lock. */
export interface LockOwner {
  /** What the file says. */
  readonly owner: string;
  /** The same for a person, such as `process 12 of other-machine`. */
  readonly who: string;
}

function ownName(): string {
  return `${process.pid} ${hostname()}`;
}

/** Makes the file, unless it is there. */
function create(file: string, path: string): boolean {
  let opened: number | undefined;
  try {
    opened = openSync(file, 'wx');
    writeFileSync(opened, ownName());
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // On a full disk there is a file without a name in it.
    if (opened !== undefined) rmSync(file, { force: true });
    throw imageFileError(path, cause);
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

/** Of several processes that find an abandoned lock, only the one with the guard may remove it; the rest see a new owner. */
function takeOver(file: string, path: string): boolean {
  const guard = `${file}.guard`;
  if (!create(guard, path)) {
    if (!isHeld(guard)) rmSync(guard, { force: true });
    if (!create(guard, path)) return false;
  }
  try {
    if (isHeld(file)) return false;
    rmSync(file, { force: true });
    return create(file, path);
  } finally {
    rmSync(guard, { force: true });
  }
}

function readOwner(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Whether the owner is there, or may be: a process of another machine cannot be asked. */
function isHeld(file: string): boolean {
  let owner = readOwner(file);
  if (owner === '') {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, namingMs);
    owner = readOwner(file);
  }
  const [, pid, host] = /^(\d+)(?: (.+))?$/s.exec(owner) ?? [];
  return pid !== undefined && ((host !== undefined && host !== hostname()) || isRunning(Number(pid)));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function lockOwner(file: string): LockOwner {
  const owner = readOwner(file);
  const [pid = 'unknown', host] = owner === '' ? [] : owner.split(' ');
  return { owner, who: host === undefined || host === hostname() ? `process ${pid}` : `process ${pid} of ${host}` };
}
