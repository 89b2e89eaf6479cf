import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { timeOfDay } from './system-clock.ts';

/** The owner of a lock. */
export interface LockOwner {
  /** Its process and machine, as the first line of the file says. */
  readonly owner: string;
  /** The same for a person, with when it was taken and renewed: `process 12 of other-machine since …`. */
  readonly who: string;
  /** How it becomes free without its owner: words that follow “if that is not so,”. */
  readonly wayOut: string;
}

/** A lock as its file describes it. */
export interface LockRecord {
  readonly pid: number;
  /** Undefined in files of early versions. */
  readonly host: string | undefined;
  /** More, to distinguish machines and their restarts, and processes of the same number: see `ownRecord`. */
  readonly machine: string | undefined;
  readonly started: string | undefined;
  /** When it was taken, as ISO 8601; locks that say so are also renewed while they are held. */
  readonly since: string | undefined;
}

/** Time between two renewals of a lock. */
export const renewalMs = 15_000;

/** Age at which a lock of another machine counts as abandoned: it was renewed eight times less than it should. */
const abandonedMs = 120_000;

/** The same for locks of versions that never renew. */
const abandonedUnrenewedMs = 86_400_000;

/** Returns the content of a lock file of this process; no two are the same. */
export function ownRecord(): string {
  const lines = [
    `${process.pid} ${hostname()}`,
    `since ${new Date(timeOfDay()).toISOString()}`,
    `machine ${machine()}`,
    `started ${startOf(process.pid) ?? '-'}`,
    `lock ${randomBytes(8).toString('hex')}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Returns what a lock file says; undefined where it names no process. */
export function readRecord(content: string): LockRecord | undefined {
  const [, pid, host] = /^(\d{1,10})(?: ([^\n]{1,255}))?(?:\n|$)/.exec(content) ?? [];
  if (pid === undefined) return undefined;
  const member = (name: string) => new RegExp(`^${name} ([^\\n]{1,255})$`, 'm').exec(content)?.[1];
  return { pid: Number(pid), host, machine: member('machine'), started: member('started'), since: member('since') };
}

/**
 * Whether the owner of a lock is there, or may be. On this machine its process is looked up; for another machine the
 * age of the lock decides.
 *
 * @param ageMs - time since the file was written or renewed, by the clock of the file system
 */
export function isHeldBy(record: LockRecord, ageMs: number): boolean {
  const { pid, host, machine: where, started, since } = record;
  const isHere = (host === undefined || host === hostname()) && (where === undefined || where === machine());
  if (!isHere) return ageMs < (since === undefined ? abandonedUnrenewedMs : abandonedMs);
  if (!isRunning(pid)) return false;
  // Numbers of processes are given out again.
  const now = startOf(pid);
  return started === undefined || started === '-' || now === undefined || now === started;
}

/** Returns the process that a lock file names, and what to do about a lock that is left over. */
export function lockOwner(file: string, content: string, ageMs: number): LockOwner {
  const { pid, host, since } = readRecord(content) ?? {};
  const owner = content.split('\n', 1)[0]?.slice(0, 300) ?? '';
  const isHere = host === undefined || host === hostname();
  const name = isHere ? `process ${pid ?? 'unknown'}` : `process ${pid} of ${printable(host)}`;
  const seconds = Math.max(0, Math.round(ageMs / 1000));
  const times = since === undefined ? '' : ` since ${printable(since)}, renewed ${seconds} s ago`;
  const limit =
    since === undefined ? '24 hours after it was made' : `${abandonedMs / 60_000} minutes after its last renewal`;
  const wayOut = isHere ? `remove ${file}` : `remove ${file}, or wait: it is free ${limit}`;
  return { owner, who: name + times, wayOut };
}

/** Returns text of a lock file in printable characters, since another program may have written it. */
function printable(text: string): string {
  return text.replace(/[^ -~]/g, '?').slice(0, 100);
}

/**
 * Returns a text that distinguishes this machine, since its start, from others of its name, and one container from
 * another; only Linux has it.
 */
function machine(): string {
  const boot = ifReadable(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const processes = ifReadable(() => readlinkSync('/proc/self/ns/pid'));
  return `${boot ?? '-'} ${processes ?? '-'}`;
}

/**
 * Returns when a process began, in a unit of the system; undefined where that is not known. proc(5): the 22nd field of
 * stat
 */
function startOf(pid: number): string | undefined {
  const stat = ifReadable(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  // The second field is the name in brackets, which may hold anything.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function ifReadable(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
