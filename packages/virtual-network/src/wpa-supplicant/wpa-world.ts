import type { ObjectServer } from '@esp-prov/dbus';
import type { Clock, Log } from '@esp-prov/protocol';
import type { Air } from '../air/air.ts';
import type { AirDelays } from '../air/delays.ts';
import type { NetworkBlock } from './network-block.ts';

/** A configuration file of wpa_supplicant. */
export interface ConfigFile {
  /** Whether it may be written: `update_config=1`. */
  readonly updates: boolean;
  /** Its networks, and whether each is disabled. */
  networks: readonly { readonly block: NetworkBlock; readonly disabled: boolean }[];
}

/** A refusal that is still to come. */
export interface Refusal {
  readonly ssid: Uint8Array;
  /** What is refused: the authentication, the association, or what comes after it. */
  readonly stage: 'auth' | 'assoc' | 'deauth';
  /** Status code of the first two, reason code of the third. */
  readonly code: number;
}

/** What outlives one run of wpa_supplicant. */
export interface WpaLand {
  readonly air: Air;
  readonly clock: Clock;
  readonly log: Log;
  readonly delays: AirDelays;
  /** Pause between scans while nothing fits, in ms; `scan_interval` of the real one. */
  readonly scanPauseMs: number;
  /** 2.11 and later announce a wrong key; read in its sources. */
  readonly announcesWrongKey: boolean;
  /** Configuration files, by path. */
  readonly files: Map<string, ConfigFile>;
  readonly refusals: Refusal[];
}

/** One life of wpa_supplicant, as its parts see it. */
export interface WpaWorld extends WpaLand {
  readonly server: ObjectServer;
  /** Aborted when it ends. */
  readonly ended: AbortSignal;
}
