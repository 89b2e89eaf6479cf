import type { Variant } from '@esp-prov/dbus';
import { type Clock, withDeadline } from '@esp-prov/protocol';
import type { WpaDaemon } from './wpa-daemon.ts';
import { isWpaError } from './wpa-error.ts';
import { wpaInterfaces } from './wpa-names.ts';

/** How a scan is made. */
export interface WpaScanOptions {
  readonly clock: Clock;
  /** Network that is called by its name, so that it answers even if it hides it. */
  readonly ssid?: Uint8Array | undefined;
  readonly passive?: boolean | undefined;
  /** The only frequency to visit, in MHz. */
  readonly frequency?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Longest time for a scan: all channels of three bands took 14 s. */
const scanLimitMs = 25_000;
/** Scans that are begun before one that is refused again and again is given up. */
const mostTries = 3;

/**
 * Has the radio scan, and returns when it has, or when it took too long: wpa_supplicant then still knows what it heard
 * before. A scan of wpa_supplicant's own that runs already is waited for, as it refuses another one.
 *
 * @throws DBusError, the reason of the signal
 */
export async function scanNetworks(daemon: WpaDaemon, path: string, options: WpaScanOptions): Promise<void> {
  const { clock, signal } = options;
  const overdue = new Error('the scan took too long');
  try {
    await withDeadline({ clock, ms: scanLimitMs, reason: () => overdue, signal }, (both) =>
      scan(daemon, path, { ...options, signal: both }),
    );
  } catch (error) {
    if (error !== overdue) throw error;
  }
}

async function scan(daemon: WpaDaemon, path: string, options: WpaScanOptions): Promise<void> {
  const { signal } = options;
  const call = { signature: 'a{sv}', body: [scanArgument(options)], signal };
  const done = scanDone(daemon, path);
  try {
    for (let tries = 1; ; tries++) {
      // It keeps the results of a running scan to itself if it is asked for another one then, so it is not.
      if ((await daemon.property(path, wpaInterfaces.interface, 'Scanning', signal)) === true) await done.next(signal);
      try {
        await daemon.ask(path, 'Scan', call);
        return await done.next(signal);
      } catch (error) {
        if (!isWpaError(error, 'Interface.ScanError') || tries === mostTries) throw error;
        await options.clock.sleep(500, { signal });
      }
    }
  } finally {
    done.close();
  }
}

function scanArgument({ ssid, passive = false, frequency }: WpaScanOptions): Record<string, Variant> {
  return {
    Type: { signature: 's', value: passive && ssid === undefined ? 'passive' : 'active' },
    // The results are for us: they must not make the board change the access point.
    AllowRoam: { signature: 'b', value: false },
    // The empty name asks all others, too.
    ...(ssid === undefined ? {} : { SSIDs: { signature: 'aay', value: [Uint8Array.from(ssid), new Uint8Array(0)] } }),
    ...(frequency === undefined ? {} : { Channels: { signature: 'a(uu)', value: [[frequency, 20]] } }),
  };
}

/** Counts the ends of scans, from now on. */
function scanDone(daemon: WpaDaemon, path: string): { next(signal?: AbortSignal): Promise<void>; close(): void } {
  let ends = 0;
  let taken = 0;
  const stop = daemon.onSignal(({ path: at, member }) => {
    if (at === path && member === 'ScanDone') ends += 1;
  });
  return {
    async next(signal) {
      while (ends === taken) await daemon.news(signal);
      taken = ends;
    },
    close: stop,
  };
}
