import { untilAborted } from '@esp-prov/protocol';
import type { Transport } from '../transport/transport.ts';
import { closeQuietly } from './close-quietly.ts';

/** Returns the link that `opening` comes to, until `signal` is aborted; a link that comes about later is closed at once. */
export async function openUntilAborted(
  opening: Promise<Transport>,
  signal: AbortSignal | undefined,
): Promise<Transport> {
  try {
    return await untilAborted(opening, signal);
  } catch (error) {
    opening.then(closeQuietly, () => undefined);
    throw error;
  }
}
