import type { ReachOptions } from '../../reach/reach-options.ts';

/** Options of `esp-prov provision`. */
export interface ProvisionOptions extends ReachOptions {
  readonly ssid?: string;
  readonly ssidHex?: string;
  readonly passphrase?: string;
  /** The access point to join, as text. */
  readonly bssid?: string;
  readonly channel?: number;
  readonly customData?: string;
  readonly allowEcho?: boolean;
  readonly customConfig?: boolean;
  readonly customInfo: string;
  readonly customVer: number;
  readonly datasetTlvs?: string;
  readonly reset?: boolean;
  readonly reprov?: boolean;
  readonly sec2GenCred?: boolean;
  readonly sec2SaltLen: number;
  readonly timeout: number;
  /** List of devices, instead of one. */
  readonly batch?: string;
  readonly jobs: number;
  readonly report?: string;
  readonly retryFailed?: boolean;
}
