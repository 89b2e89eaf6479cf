import {
  closeSync,
  fstatSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { imageFileError } from './image-file-error.ts';
import { isHeldBy, type LockOwner, lockOwner, ownRecord, readRecord, renewalMs } from './lock-owner.ts';
import { repeat } from './system-clock.ts';

/** Time within which a process that makes a lock has also written its name into it, if that takes two steps. */
const namingMs = 200;

/** Tries to get a lock that comes and goes. */
const maxTries = 20;

/** Locks of locks: the takeover of an abandoned one is guarded by another lock, which may be abandoned as well. */
const maxGuards = 3;

/** What to release when the process ends in the middle of a task, for example because its output is closed. */
const held = new Set<FileLock>();

let stopRenewing: () => void = () => undefined;

/**
 * Locks a resource against other processes by a file that names the owner. The file is made in one step with its
 * content, and renewed while it is held. An abandoned lock is taken over: on this machine if its process has ended or
 * another one has its number, on another machine if it was not renewed for two minutes.
 *
 * A lock is removed only if its content is what was read. A process that finds an abandoned lock first takes a second
 * one, the guard, without which no process may replace it; and the guard is a lock like this one.
 */
export class FileLock implements Disposable {
  readonly #file: string;
  readonly #content: string;
  /** Kept open, so that a renewal never reaches the file of another process. */
  readonly #opened: number;

  private constructor(file: string, { content, opened }: Made) {
    this.#file = file;
    this.#content = content;
    this.#opened = opened;
    if (held.size === 0) {
      process.on('exit', releaseAll);
      stopRenewing = repeat(renewalMs, renewAll);
    }
    held.add(this);
  }

  /**
   * Makes the file of a lock for `path`, which need not be there.
   *
   * @returns the lock, or its present owner
   * @throws ProvisioningError `host/file-unusable` where none can be made
   */
  static take(file: string, path: string): FileLock | LockOwner {
    const taken = take(file, path, maxGuards);
    return 'opened' in taken ? new FileLock(file, taken) : taken;
  }

  /** Writes the same again, which shows other machines that the owner is alive. */
  renew(): void {
    try {
      writeSync(this.#opened, this.#content, 0);
    } catch {
      // On a disk that fails: it stays as old as it is.
    }
  }

  [Symbol.dispose](): void {
    if (!held.delete(this)) return;
    if (held.size === 0) {
      process.off('exit', releaseAll);
      stopRenewing();
    }
    closeSync(this.#opened);
    // A user may have removed it by hand, and another process taken it since.
    if (look(this.#file)?.content === this.#content) rmSync(this.#file, { force: true });
  }
}

function releaseAll(): void {
  for (const lock of held) lock[Symbol.dispose]();
}

function renewAll(): void {
  for (const lock of held) lock.renew();
}

/** The file of a lock that is ours, still open. */
interface Made {
  readonly content: string;
  readonly opened: number;
}

/** A lock as it was found. */
interface Found {
  readonly content: string;
  readonly writtenMs: number;
}

function take(file: string, path: string, guards: number): Made | LockOwner {
  const content = ownRecord();
  const draft = `${file}.${content.trim().slice(-16)}`;
  const opened = write(draft, content, path);
  let taken = false;
  try {
    // The moment at which it was written, by the clock that also dates the lock.
    const now = fstatSync(opened).mtimeMs;
    const result = offer(draft, file, path, guards, now);
    taken = result === undefined;
    return result ?? { content, opened };
  } finally {
    if (!taken) closeSync(opened);
    rmSync(draft, { force: true });
  }
}

/** Puts the draft in the place of the lock; returns the owner if that is not possible. */
function offer(draft: string, file: string, path: string, guards: number, now: number): LockOwner | undefined {
  let found: Found | undefined;
  for (let tries = 0; tries < maxTries; tries++) {
    if (publish(draft, file, path)) return undefined;
    found = look(file);
    // Given back since.
    if (!found) continue;
    if (isHeld(file, found, now) || guards === 0) break;
    const replaced = replaceAbandoned(draft, file, path, guards, now);
    if (replaced !== 'changed') return replaced;
  }
  return lockOwner(file, found?.content ?? '', now - (found?.writtenMs ?? now));
}

/** Puts the draft in the place of an abandoned lock, under the guard; `changed`: it is another lock by now. */
function replaceAbandoned(
  draft: string,
  file: string,
  path: string,
  guards: number,
  now: number,
): LockOwner | undefined | 'changed' {
  const guard = `${file}.guard`;
  const taken = take(guard, path, guards - 1);
  if (!('opened' in taken)) return taken;
  try {
    // Only now it stays what it is: its owner is gone, and everybody else needs the guard.
    const found = look(file);
    if (!found || isHeld(file, found, now)) return 'changed';
    renameSync(draft, file);
    return undefined;
  } finally {
    closeSync(taken.opened);
    rmSync(guard, { force: true });
  }
}

/** Writes the file that is to become the lock. */
function write(draft: string, content: string, path: string): number {
  let opened: number | undefined;
  try {
    opened = openSync(draft, 'wx');
    writeFileSync(opened, content);
    return opened;
  } catch (cause) {
    if (opened !== undefined) {
      closeSync(opened);
      // On a full disk there is a file without a name in it.
      rmSync(draft, { force: true });
    }
    throw imageFileError(path, cause);
  }
}

/** Gives the draft the name of the lock, unless that is taken. */
function publish(draft: string, file: string, path: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!withoutLinks.has(code ?? '')) throw imageFileError(path, cause);
  }
  // A file system without links: the name is taken first, and the content follows.
  try {
    closeSync(openSync(file, 'wx'));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw imageFileError(path, cause);
  }
  renameSync(draft, file);
  return true;
}

/** What file systems say that have no second name for a file. */
const withoutLinks: ReadonlySet<string> = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EINVAL', 'EMLINK']);

function look(file: string): Found | undefined {
  try {
    // In this order: of a lock that is replaced in between, an old name with a new date counts as held.
    const content = readFileSync(file, 'utf8');
    return { content, writtenMs: statSync(file).mtimeMs };
  } catch {
    return undefined;
  }
}

function isHeld(file: string, found: Found, now: number): boolean {
  let seen = found;
  if (seen.content === '') {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, namingMs);
    seen = look(file) ?? seen;
  }
  const record = readRecord(seen.content);
  return record !== undefined && isHeldBy(record, now - seen.writtenMs);
}
