import type { Bytes } from '@esp-prov/protocol';
import type { WifiConnection, WifiCredentials } from '../wifi/wifi-driver.ts';

/** Why a device could not join with the credentials that it got. */
export type FailReason = 'auth-error' | 'network-not-found';

/** What the station is about to be set to; what an application changes in it is stored and joined. */
export interface StationConfig {
  /** Up to 32 bytes. */
  ssid: Bytes;
  /** Up to 64 bytes; none for an open network. */
  passphrase: Bytes;
  /** The access point to join, six bytes; default: any of the name. */
  bssid?: Bytes | undefined;
  /** The channel to look on; default: all of them. */
  channel?: number | undefined;
}

/** What a manager reports to its application, in the order in which it happens. esp-idf: wifi_provisioning/manager.h */
export type ManagerEvent =
  | { readonly kind: 'initialized' }
  | { readonly kind: 'started' }
  /** Apply came in and nothing was decided yet; the callbacks may change `config`. Since ESP-IDF v5.4. */
  | { readonly kind: 'station-config'; readonly config: StationConfig }
  | { readonly kind: 'credentials-received'; readonly credentials: WifiCredentials }
  | { readonly kind: 'credentials-failed'; readonly reason: FailReason }
  | { readonly kind: 'credentials-succeeded'; readonly connection: WifiConnection }
  | { readonly kind: 'ended' }
  | { readonly kind: 'deinitialized' };

/** The events in the order of their numbers in `wifi_prov_cb_event_t`. */
const numbered: readonly ManagerEvent['kind'][] = [
  'initialized',
  'started',
  'station-config',
  'credentials-received',
  'credentials-failed',
  'credentials-succeeded',
  'ended',
  'deinitialized',
];

/**
 * Returns the number of an event as the firmware has and logs it.
 *
 * @param tellsStationConfig - whether the release has the event `station-config`, which moved the later ones by one
 */
export function eventNumber(kind: ManagerEvent['kind'], tellsStationConfig: boolean): number {
  return numbered.filter((each) => tellsStationConfig || each !== 'station-config').indexOf(kind);
}
