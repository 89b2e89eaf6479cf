import type { Bus } from '@esp-prov/dbus';
import type { Clock, Log, Random } from '@esp-prov/protocol';

/** What it takes to open the Wi-Fi service of this board, whichever it is. */
export interface WifiServiceOptions {
  /** Connection to the system bus, which stays open. */
  readonly bus: Bus;
  /** Interface of the radio; default: the first Wi-Fi interface. */
  readonly interfaceName?: string | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Ends the wait for what is missing. */
  readonly signal?: AbortSignal | undefined;
  /** Is called once for each thing that is missing, such as `NetworkManager` or `the interface wlan0`. */
  readonly onWaiting: (what: string) => void;
}
