import type { Clock } from '@esp-prov/protocol';
import type { CallOptions } from '../transport/transport.ts';
import type { DeviceReach, Sighting } from './device-reach.ts';

/** How long a search lasts, and which devices it is for. */
export interface SearchOptions extends CallOptions {
  readonly namePrefix: string;
  readonly clock: Clock;
  readonly timeMs: number;
}

/** Most devices that one search returns; nobody reads more, and a flood of names must not fill the memory. */
const mostDevices = 256;

/**
 * Returns the devices that are heard within a time, the strongest first. An abort ends the search early, and what was
 * heard until then counts.
 */
export async function collectSightings(
  reach: DeviceReach,
  { namePrefix, clock, timeMs, signal }: SearchOptions,
): Promise<Sighting[]> {
  const over = new AbortController();
  const both = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  clock.sleep(timeMs, { signal: both }).then(
    () => over.abort(),
    () => undefined,
  );
  const seen = new Map<string, Sighting>();
  try {
    for await (const sighting of reach.search(namePrefix, { signal: both })) {
      // A filter of a platform may let others through.
      if (sighting.name.startsWith(namePrefix)) seen.set(sighting.id, sighting);
      if (seen.size === mostDevices || both.aborted) break;
    }
  } catch (error) {
    if (!both.aborted) throw error;
  } finally {
    over.abort();
  }
  return [...seen.values()].sort((one, other) => (other.rssi ?? -127) - (one.rssi ?? -127));
}
