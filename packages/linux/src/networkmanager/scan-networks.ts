import { isDBusError } from '@esp-prov/dbus';
import { type Clock, withDeadline } from '@esp-prov/protocol';
import { numberOf } from '../wifi/daemon-values.ts';
import type { NmDaemon } from './nm-daemon.ts';
import { nmInterfaces } from './nm-names.ts';

/** How a scan is made. */
export interface ScanOptions {
  readonly clock: Clock;
  /** Network that is called by its name, so that it answers even if it hides it. */
  readonly ssid?: Uint8Array | undefined;
  /** Whether what is known is new enough, should NetworkManager refuse to scan again so soon. */
  readonly isFresh: () => boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Longest time for a scan: all channels of three bands took 14 s, and the rate limit may hold it up for 8 s. */
const scanLimitMs = 25_000;
/** Wait after a refusal; NetworkManager's own rate limit is 1.5 s. */
const refusedRestMs = 1600;

/**
 * Has the radio scan, and returns when it has, or when it took too long: NetworkManager then still knows what it heard
 * before.
 *
 * @returns whether there was a new scan
 * @throws DBusError when this user may not scan or the radio cannot, the reason of the signal
 */
export async function scanNetworks(daemon: NmDaemon, device: string, options: ScanOptions): Promise<boolean> {
  const { clock, signal } = options;
  signal?.throwIfAborted();
  const stop = await daemon.watchObject(device);
  const overdue = new Error('the scan took too long');
  try {
    return await withDeadline({ clock, ms: scanLimitMs, reason: () => overdue, signal }, (both) =>
      requestScan(daemon, device, { ...options, signal: both }),
    );
  } catch (error) {
    if (error === overdue) return false;
    throw error;
  } finally {
    await stop().catch(() => undefined);
  }
}

async function requestScan(daemon: NmDaemon, device: string, options: ScanOptions): Promise<boolean> {
  const { clock, ssid, isFresh, signal } = options;
  const lastScan = async () => numberOf(await daemon.property(device, nmInterfaces.wireless, 'LastScan', signal), -1);
  const wanted = ssid === undefined ? {} : { ssids: { signature: 'aay', value: [Uint8Array.from(ssid)] } };
  const target = { path: device, interface: nmInterfaces.wireless, member: 'RequestScan', signal };
  const before = await lastScan();
  for (let refusals = 0; ; refusals++) {
    try {
      await daemon.call({ ...target, signature: 'a{sv}', body: [wanted] });
      return await daemon.when(async () => ((await lastScan()) === before ? undefined : true), signal);
    } catch (error) {
      if (!isRefusedForNow(error) || refusals > 2) throw error;
      if (isFresh()) return false;
      await clock.sleep(refusedRestMs, { signal });
    }
  }
}

/** Of iwd, and of a scan too soon after another one before NetworkManager 1.26; also of a radio that is not available. */
function isRefusedForNow(error: unknown): boolean {
  return isDBusError(error, 'reply', 'org.freedesktop.NetworkManager.Device.NotAllowed');
}
