import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { type ErrorCode, fileFailure, foreignJson, isProvisioningError, ProvisioningError } from '@esp-prov/protocol';
import { privateMode } from '@esp-prov/virtual/node';
import { readRegularFile } from '../../../input/bounded-file.ts';
import type { EvidenceJson } from '../tell-evidence.ts';

/**
 * How far a device has come:
 *
 * - `begun`: it was contacted, and no credentials can be in it
 * - `applying`: from here on it may hold the credentials, whatever happens to this process
 * - `provisioned`: it said that it is connected
 * - `failed`: certainly not provisioned, with the reason
 * - `unverified`: it may be; it could not be reached again
 */
export type BatchState = 'begun' | 'applying' | 'provisioned' | 'failed' | 'unverified';

/** A change of a device's state, as it stands in the journal. */
export interface BatchEntry {
  readonly device: string;
  readonly state: BatchState;
  /** Moment in ISO 8601. */
  readonly at: string;
  readonly code?: ErrorCode | undefined;
  readonly message?: string | undefined;
  /** What is known of a join that failed. */
  readonly evidence?: EvidenceJson | undefined;
  /** Address that the device got. */
  readonly ip4?: string | undefined;
}

/**
 * The memory of a batch: one line of JSON for each change, on the disk before the change is acted upon. A process that
 * is killed leaves at most half a last line, which counts as not written.
 */
export class BatchJournal implements Disposable {
  readonly #path: string;
  readonly #file: number;
  readonly #latest = new Map<string, BatchEntry>();
  readonly #attempts = new Map<string, number>();

  /** Opens the journal at `path`, or begins one. @throws ProvisioningError `host/file-unusable` */
  constructor(path: string) {
    this.#path = path;
    try {
      this.#file = openSync(path, 'a+', privateMode);
      const lines = textOf(path).split('\n');
      // Behind half a line a new one would be lost with it.
      if (lines.at(-1) !== '') writeSync(this.#file, '\n');
      for (const line of lines) this.#remember(readEntry(line));
    } catch (cause) {
      throw isProvisioningError(cause) ? cause : unusable(path, cause);
    }
  }

  /** Returns the newest state of a device; undefined when it was never contacted. */
  latest(device: string): BatchEntry | undefined {
    return this.#latest.get(device);
  }

  /** Returns how often it was contacted. */
  attempts(device: string): number {
    return this.#attempts.get(device) ?? 0;
  }

  /** Writes a change; when this returns it is on the disk. @throws ProvisioningError `host/file-unusable` */
  write(entry: BatchEntry): void {
    try {
      writeSync(this.#file, `${foreignJson(entry)}\n`);
      fsyncSync(this.#file);
    } catch (cause) {
      throw unusable(this.#path, cause);
    }
    this.#remember(entry);
  }

  [Symbol.dispose](): void {
    closeSync(this.#file);
  }

  #remember(entry: BatchEntry | undefined): void {
    if (!entry) return;
    this.#latest.set(entry.device, entry);
    if (entry.state === 'begun') this.#attempts.set(entry.device, this.attempts(entry.device) + 1);
  }
}

function unusable(path: string, cause: unknown): ProvisioningError {
  const why = `the journal ${path} cannot be used: ${fileFailure(cause)}`;
  return new ProvisioningError('host/file-unusable', why, { cause, details: { path } });
}

/** Bytes of the largest journal: some hundred thousand devices, ten times each. */
const largestJournal = 256 * 1024 * 1024;

function textOf(path: string): string {
  return Buffer.from(readRegularFile(path, { limit: largestJournal, called: `the journal ${path}` })).toString('utf8');
}

const states: ReadonlySet<string> = new Set(['begun', 'applying', 'provisioned', 'failed', 'unverified']);

function readEntry(line: string): BatchEntry | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== 'object' || entry === null || !('device' in entry) || !('state' in entry)) return undefined;
    return states.has(String(entry.state)) ? (entry as BatchEntry) : undefined;
  } catch {
    return undefined;
  }
}
