import type { JoinEvidence } from '@esp-prov/client';
import { type ErrorCode, isProvisioningError } from '@esp-prov/protocol';
import { InterruptedError } from '../../../terminal/interrupted-error.ts';
import { type EvidenceJson, evidenceJson } from '../tell-evidence.ts';
import type { BatchEntry, BatchJournal, BatchState } from './batch-journal.ts';
import type { BatchDevice } from './batch-list.ts';
import type { DeviceRun, Earlier } from './provision-device.ts';

/** Parts of a batch. */
export interface BatchOptions {
  readonly devices: readonly BatchDevice[];
  readonly journal: BatchJournal;
  /** How many devices are worked on at a time. */
  readonly jobs: number;
  /** Whether devices that failed in an earlier run are tried again. */
  readonly retryFailed: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Provisions one device; returns the address that it got, null if it reports none. */
  readonly provision: (device: BatchDevice, run: DeviceRun) => Promise<string | null>;
  /** Called behind every change. */
  readonly onChange: (device: BatchDevice, entry: BatchEntry) => void;
}

/** Whether a device still has to be worked on, after what an earlier run wrote down. */
function isPending(state: BatchState | undefined, retryFailed: boolean): boolean {
  return state !== 'provisioned' && (state !== 'failed' || retryFailed);
}

/**
 * Works through a list with a bounded number of devices at a time. One device's failure stops no other; an interruption
 * lets no device begin, and one that is under way is written down as far as it came.
 */
export async function runBatch(options: BatchOptions): Promise<void> {
  const { devices, journal, jobs, retryFailed, signal } = options;
  const pending = devices.filter(({ name }) => isPending(journal.latest(name)?.state, retryFailed));
  const next = pending.values();
  const work = async () => {
    // One iterator for all, so that every device has one worker.
    for (const device of next) {
      if (signal.aborted) return;
      await runDevice(device, options);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, pending.length) }, work));
  signal.throwIfAborted();
}

async function runDevice(device: BatchDevice, { journal, signal, timeoutMs, ...options }: BatchOptions): Promise<void> {
  const write = (state: BatchState, more: Partial<BatchEntry> = {}) => {
    const entry = { device: device.name, state, at: new Date().toISOString(), ...more };
    journal.write(entry);
    options.onChange(device, entry);
  };
  const earlier = earlierOf(journal.latest(device.name)?.state);
  let mayHaveThem = earlier === 'in-doubt';
  // A doubt must outlive a process that is killed before it has asked.
  if (!mayHaveThem) write('begun');
  const onApplying = () => {
    mayHaveThem = true;
    write('applying');
  };
  let evidence: EvidenceJson | undefined;
  const onEvidence = (known: JoinEvidence) => {
    evidence = evidenceJson(known);
  };
  try {
    const ip4 = await options.provision(device, { signal, timeoutMs, earlier, onApplying, onEvidence });
    write('provisioned', { ip4: ip4 ?? undefined });
  } catch (error) {
    if (signal.aborted || error instanceof InterruptedError) return;
    const code: ErrorCode | undefined = isProvisioningError(error) ? error.code : undefined;
    const message = error instanceof Error ? error.message : String(error);
    write(mayHaveThem && !isCertain(code) ? 'unverified' : 'failed', { code, message, evidence });
  }
}

function earlierOf(state: BatchState | undefined): Earlier {
  if (state === 'applying' || state === 'unverified') return 'in-doubt';
  return state === 'failed' ? 'failed' : 'clean';
}

/** Failures after which a device that got credentials is known not to be connected. */
function isCertain(code: ErrorCode | undefined): boolean {
  return code !== undefined && certain.has(code);
}

const certain: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'wifi/auth-error',
  'wifi/network-not-found',
  'wifi/connection-failed',
  'wifi/disconnected',
  'device/apply-refused',
]);
