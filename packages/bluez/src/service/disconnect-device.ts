import type { Clock, Log } from '@esp-prov/protocol';
import type { Bluetoothd } from './bluetoothd.ts';
import { bluezInterfaces } from './bluez-names.ts';

/** Longest time for a link to end: bluetoothd takes two seconds on purpose. */
const disconnectTimeoutMs = 5000;

/** Ends the link to a device, or the try to make one; returns when it is down, or after five seconds. Never throws. */
export async function disconnectDevice(
  bluetoothd: Bluetoothd,
  options: { readonly path: string; readonly clock: Clock; readonly log: Log },
): Promise<void> {
  const { path, clock, log } = options;
  if (bluetoothd.gone.aborted) return;
  const isDown = () => bluetoothd.get(path, bluezInterfaces.device)?.['Connected'] !== true || undefined;
  const over = new AbortController();
  try {
    const limit = clock.sleep(disconnectTimeoutMs, { signal: over.signal }).then(() => {
      throw new Error(`the link is still there after ${disconnectTimeoutMs / 1000} s`);
    });
    limit.catch(() => undefined);
    const target = { path, interface: bluezInterfaces.device };
    await bluetoothd.call({ ...target, member: 'Disconnect', timeoutMs: disconnectTimeoutMs });
    await Promise.race([bluetoothd.when(isDown, { signal: over.signal }), limit]);
  } catch (error) {
    // NotConnected and UnknownObject are what is wanted; whatever else, there is nothing more to do here.
    if (!isDown()) log('warn', 'bluez', `cannot end the link of ${path}: ${String(error)}`);
  } finally {
    over.abort();
  }
}
