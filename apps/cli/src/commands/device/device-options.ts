import type { LogLevel, SecurityVersion } from '@esp-prov/protocol';
import type { DeviceFault } from '@esp-prov/virtual';
import type { TableOptions } from '../../options/table-options.ts';
import type { AppInfo } from './app-info.ts';
import type { FlashFaultOptions } from './flash-faults.ts';
import type { OwnBoardOptions } from './linux/board-options.ts';

/** Options of `esp-prov device`. */
export interface DeviceOptions extends FlashFaultOptions, TableOptions, OwnBoardOptions {
  readonly chip: string;
  readonly flash?: string;
  readonly transport?: string;
  readonly profile: string;
  readonly listen?: { readonly host: string; readonly port: number };
  readonly ble?: 'virtual';
  readonly bleHost?: 'nimble' | 'bluedroid';
  readonly bleAdapter?: string;
  /** Path of a link to the pseudo-terminal; true without one. */
  readonly pty?: string | true;
  readonly httpSegments?: 'whole' | 'split';
  /** Folder of a page to serve; true: the page of this command. */
  readonly serveApp?: string | true;
  /** Origins of pages elsewhere that may use its endpoints. */
  readonly allowOrigin?: readonly string[];
  readonly security?: SecurityVersion;
  /** False for --no-pop; default: the profile's. */
  readonly pop?: string | false;
  /** The file that it was read from. */
  readonly popFile?: string;
  readonly username?: string;
  readonly password?: string;
  /** The file that it was read from. */
  readonly passwordFile?: string;
  readonly fault?: readonly DeviceFault[];
  readonly mac?: string;
  /** Name of the service. */
  readonly name?: string;
  readonly serviceUuid?: string;
  readonly appInfo?: readonly AppInfo[];
  /** A vendor's application, beside the example. */
  readonly vendor?: 'rainmaker' | 'local-ctrl';
  /** YAML file with a vendor's endpoints. */
  readonly endpoints?: string;
  readonly air?: string;
  /** Whether only the networks that it would hear are printed. */
  readonly showAir?: boolean;
  readonly onFailure?: 'keep' | 'reset';
  readonly autoStop: boolean;
  /** When the endpoints of provisioning go in session-only mode; true: as the profile has it. */
  readonly sessionOnly?: 'at-stop' | 'at-success' | true;
  readonly obeyBssid?: boolean;
  readonly logLevel: LogLevel;
  readonly logSecrets?: boolean;
  readonly exitWhenProvisioned?: boolean;
  readonly fast?: boolean;
  readonly qr: boolean;
  readonly json?: boolean;
}
