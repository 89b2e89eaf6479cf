import type { ServerResponse } from 'node:http';
import type { FoundDevice } from '@esp-prov/client';
import {
  type Clock,
  foreignText,
  isProvisioningError,
  offersProvisioning,
  systemClock,
  withDeadline,
} from '@esp-prov/protocol';
import { answerHeaders, describeError } from './answer.ts';

/** How much of a scan goes to a page. */
export interface ScanStreamOptions {
  /** Only devices whose names begin so; default: devices that offer provisioning. */
  readonly namePrefix?: string | undefined;
  readonly clock?: Clock | undefined;
  readonly signal: AbortSignal;
}

/** Longest time of a scan in ms; a page that goes on looking begins another one. */
const scanMs = 60_000;

/** Most devices that are reported; the air of a fair has thousands. */
const mostDevices = 200;

/** Least time from one report of a device to the next, in ms. */
const quietMs = 1000;

/** Longest name, and most services, that are passed on. */
const longestName = 248;
const mostServices = 16;

/** Characters of the longest identifier of a device. */
const longestId = 128;

/** Answers with what is found, a line of JSON for each sighting that is news; a page that reads slowly misses some. */
export async function streamScan(
  response: ServerResponse,
  found: (signal: AbortSignal) => AsyncIterable<FoundDevice>,
  { namePrefix, clock = systemClock, signal }: ScanStreamOptions,
): Promise<void> {
  const over = new Error('the scan is over');
  const told = new Map<string, number>();
  const write = (line: object) => response.write(`${JSON.stringify(line)}\n`);
  // A connection that is used up by a stream is no use to other requests.
  response.writeHead(200, {
    ...answerHeaders,
    'Content-Type': 'application/x-ndjson; charset=utf-8',
    Connection: 'close',
  });
  response.flushHeaders();
  try {
    await withDeadline({ clock, ms: scanMs, reason: () => over, signal }, async (both) => {
      for await (const device of found(both)) {
        if (response.writableNeedDrain || !isWanted(device, namePrefix)) continue;
        const last = told.get(device.id);
        const now = clock.now();
        if (last === undefined ? told.size === mostDevices : now - last < quietMs) continue;
        told.set(device.id, now);
        write({ device: asJson(device) });
      }
    });
  } catch (error) {
    if (error !== over && !signal.aborted) write({ error: describeError(error) });
    if (error !== over && !isProvisioningError(error) && !signal.aborted) throw error;
  } finally {
    response.end();
  }
}

function isWanted({ id, name, services }: FoundDevice, namePrefix: string | undefined): boolean {
  if (id.length > longestId) return false;
  return namePrefix === undefined || namePrefix === ''
    ? offersProvisioning(services)
    : name?.startsWith(namePrefix) === true;
}

function asJson({ id, name, rssi, services, isTaken = false }: FoundDevice): object {
  return {
    id,
    name: name === undefined ? null : foreignText(name, longestName),
    rssi: rssi ?? null,
    services: services.slice(0, mostServices).map((uuid) => uuid.slice(0, 36)),
    taken: isTaken,
  };
}
