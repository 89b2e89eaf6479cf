import type { LogLevel, SecurityVersion } from '@esp-prov/protocol';
import type { AppInfo } from '../app-info.ts';

/** An endpoint that a program answers. */
export interface ProgramEndpoint {
  readonly name: string;
  readonly program: string;
}

/** Options of `esp-prov device` that only a Linux board has. */
export interface OwnBoardOptions {
  /** Whether this board is the device. */
  readonly linux?: boolean;
  /** Folder of its state. */
  readonly state?: string;
  readonly wifi?: 'networkmanager' | 'wpa-supplicant';
  readonly wifiInterface?: string;
  readonly hotspot?: 'protected' | 'open';
  readonly hotspotPassword?: string;
  /** HTTP port of its access point. */
  readonly port?: number;
  readonly start?: 'unprovisioned' | 'offline' | 'always' | 'demand';
  readonly offlineAfter?: number;
  readonly failedBoots?: number;
  readonly window?: number;
  /** Commands that are run at every event. */
  readonly hook?: readonly string[];
  /** Command whose lines offer provisioning. */
  readonly button?: string;
  readonly endpoint?: readonly ProgramEndpoint[];
  readonly showLabel?: boolean;
  readonly erase?: boolean;
  readonly reset?: boolean;
  readonly install?: boolean;
  readonly uninstall?: boolean;
  readonly apply?: boolean;
  readonly force?: boolean;
  /** Folder of an image of a system. */
  readonly root?: string;
}

/** All options of `esp-prov device --linux`; those of `esp-prov device` mean the same for a board. */
export interface BoardOptions extends OwnBoardOptions {
  readonly transport?: string;
  readonly bleAdapter?: string;
  readonly serveApp?: string | true;
  readonly security?: SecurityVersion;
  readonly pop?: string | false;
  readonly username?: string;
  readonly password?: string;
  readonly name?: string;
  readonly appInfo?: readonly AppInfo[];
  /** Module with endpoints. */
  readonly endpoints?: string;
  readonly sessionOnly?: string | true;
  readonly exitWhenProvisioned?: boolean;
  readonly logLevel: LogLevel;
  readonly qr: boolean;
  readonly json?: boolean;
}
