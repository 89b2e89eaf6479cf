import type { Bytes } from '@esp-prov/protocol';

/** A network as the radio hears it. */
export interface HeardNetwork {
  /** Up to 32 bytes; none for a hidden network. */
  readonly ssid: Bytes;
  readonly bssid: Bytes;
  readonly channel: number;
  /** Signal strength in dBm. */
  readonly rssi: number;
  /** ESP-IDF's `wifi_auth_mode_t`: 0 open, 1 WEP, 2 WPA, 3 WPA2, 4 WPA/WPA2, 5 enterprise, 6 WPA3, 7 WPA2/WPA3 … */
  readonly authMode: number;
}

/** What it takes to join a network. */
export interface WifiCredentials {
  /** Up to 32 bytes. */
  readonly ssid: Bytes;
  /** Up to 63 bytes; none for an open network. */
  readonly passphrase: Bytes;
  /** The access point to join, six bytes; default: any of the name. */
  readonly bssid?: Bytes | undefined;
  /** The channel to look on; default: all of them. */
  readonly channel?: number | undefined;
}

/** A joined network. */
export interface WifiConnection extends HeardNetwork {
  readonly ip4: string;
}

/** What the radio reports of its station. */
export type WifiEvent =
  | { readonly kind: 'station-started' }
  | { readonly kind: 'got-ip'; readonly connection: WifiConnection }
  /** `reason` is ESP-IDF's `wifi_err_reason_t`; drivers of other systems map theirs to it. */
  | { readonly kind: 'disconnected'; readonly reason: number };

/** How a scan is made. */
export interface RadioScanOptions {
  readonly passive: boolean;
  /** Time on each channel in ms; 0 leaves it to the driver. */
  readonly dwellMs: number;
  /** One channel only. */
  readonly channel?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The station half of a Wi-Fi radio. */
export interface WifiDriver {
  /** Switches the station on; reports `station-started`. */
  start(): void;
  /** Returns the networks in range, in any order, without hidden ones. */
  scan(options: RadioScanOptions): Promise<readonly HeardNetwork[]>;
  /** Begins to join; the outcome is reported as `got-ip` or `disconnected`. */
  join(network: WifiCredentials): void;
  /** Gives up the connection or the attempt; an open connection is reported as `disconnected`. */
  leave(): void;
  /** Hands every event to `listener` until the returned function is called. */
  watch(listener: (event: WifiEvent) => void): () => void;
}

/** The reasons of `wifi_err_reason_t` that the manager or the virtual radio name. esp-idf: esp_wifi_types.h */
export const disconnectReasons = {
  authExpire: 2,
  assocExpire: 4,
  assocLeave: 8,
  micFailure: 14,
  fourWayHandshakeTimeout: 15,
  beaconTimeout: 200,
  noApFound: 201,
  authFail: 202,
  assocFail: 203,
  handshakeTimeout: 204,
  connectionFail: 205,
  noApWithCompatibleSecurity: 210,
  noApInAuthModeThreshold: 211,
} as const;
