import { type Clock, ProvisioningError } from '@esp-prov/protocol';
import { decodeMessage, type NetworkScanPayload, NetworkScanPayloadSchema } from '@esp-prov/protocol/messages';
import type { CallOptions } from '../transport/transport.ts';
import { requireSuccess } from './require-success.ts';

/** The requests of a scan, whatever kind of network it is for. */
export interface ScanRequests<T> {
  start(): Promise<void>;
  status(): Promise<{ readonly scanFinished: boolean; readonly resultCount: number }>;
  results(startIndex: number, count: number): Promise<readonly T[]>;
}

/** How a scan is read. */
export interface RunScanOptions extends CallOptions {
  readonly clock: Clock;
  /** Most entries asked for at once. */
  readonly pageSize: number;
}

/** More results than any device can hold (its limit is 255) mean a garbled message. */
const mostResults = 255;

const statusIntervalMs = 250;

/** A scan takes ten seconds at most; one that was begun after Apply never ends. */
const longestScanMs = 30_000;

/** Starts a scan, waits for its end and reads all results. */
export async function runScan<T>(requests: ScanRequests<T>, options: RunScanOptions): Promise<T[]> {
  await requests.start();
  const count = await finished(requests, options);
  const found: T[] = [];
  while (found.length < count) {
    // Never past the count: devices of several releases crash when asked for more.
    const page = Math.min(options.pageSize, count - found.length);
    const entries = await requests.results(found.length, page);
    if (entries.length === 0 || entries.length > page) {
      throw new ProvisioningError('message/unexpected', `${page} scan results were asked for, ${entries.length} came`);
    }
    found.push(...entries);
  }
  return found;
}

async function finished<T>(requests: ScanRequests<T>, { clock, signal }: RunScanOptions): Promise<number> {
  const end = clock.now() + longestScanMs;
  for (;;) {
    const { scanFinished, resultCount } = await requests.status();
    if (resultCount > mostResults) {
      throw new ProvisioningError('message/unexpected', `the device claims ${resultCount} scan results`);
    }
    if (scanFinished) return resultCount;
    if (clock.now() >= end)
      throw new ProvisioningError('device/scan-endless', undefined, { details: { longestScanMs } });
    await clock.sleep(statusIntervalMs, { signal });
  }
}

/** Returns the payload of an answer of `prov-scan` that reports success. */
export function scanReply(reply: Uint8Array): NetworkScanPayload['payload'] {
  const { status, payload } = decodeMessage(NetworkScanPayloadSchema, reply);
  requireSuccess('scan', status);
  return payload;
}
