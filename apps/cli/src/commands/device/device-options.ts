import type { LogLevel, SecurityVersion } from '@esp-prov/protocol';
import type { DeviceFault } from '@esp-prov/virtual';
import type { TableOptions } from '../../options/table-options.ts';
import type { FlashFaultOptions } from './flash-faults.ts';

/** Options of `esp-prov device`. */
export interface DeviceCommandOptions extends FlashFaultOptions, TableOptions {
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
  readonly security?: SecurityVersion;
  /** False for --no-pop; left out: the profile's. */
  readonly pop?: string | false;
  readonly username?: string;
  readonly password?: string;
  readonly fault?: readonly DeviceFault[];
  readonly mac?: string;
  readonly air?: string;
  readonly onFailure?: 'keep' | 'reset';
  readonly autoStop: boolean;
  readonly logLevel: LogLevel;
  readonly logSecrets?: boolean;
  readonly exitWhenProvisioned?: boolean;
  readonly fast?: boolean;
  readonly qr: boolean;
  readonly json?: boolean;
}
