import type { Radio } from '../air/radio.ts';
import type { BssTable } from './bss-table.ts';
import type { InterfaceState } from './interface-state.ts';
import type { Network, NetworkTable } from './network-table.ts';
import type { PropertyBatch } from './property-batch.ts';
import type { ScanRequest } from './scan-request.ts';
import type { Timers } from './timers.ts';
import type { WpaWorld } from './wpa-world.ts';

/** An interface that wpa_supplicant controls, as its parts see it. */
export interface Controlled {
  readonly path: string;
  readonly radio: Radio;
  /** Path of its configuration file; empty for none. */
  readonly configFile: string;
  readonly world: WpaWorld;
  readonly networks: NetworkTable;
  readonly bsss: BssTable;
  readonly changes: PropertyBatch;
  readonly timers: Timers;
  readonly state: InterfaceState;
  readonly scanning: boolean;
  /** The network that is joined, or was last. */
  readonly current: Network | undefined;
  /** The access point that it is associated with. */
  readonly bssid: string | undefined;
  disconnectReason: number;
  authStatusCode: number;
  assocStatusCode: number;
  /** Whether a program has asked for the end of every connection. */
  readonly disconnected: boolean;
  setState(state: InterfaceState): void;
  setBssid(bssid: string | undefined): void;
  /** Takes note of the network that is being joined. */
  begin(network: Network): void;
  /** Scans for the enabled networks in `ms`, unless there are none. */
  requestScan(ms: number): void;
  /** Begins a scan of a program. @throws DBusError `ScanError` while another runs */
  scan(request: ScanRequest): void;
  removeNetwork(network: Network): void;
  /** Joins a network and disables all others. */
  select(network: Network): void;
  /** Looks for the best network again. */
  reassociate(): void;
  /** Ends the connection and does not look for another. @throws DBusError `NotConnected` */
  disconnect(): void;
  /** Writes the file. @throws DBusError as the real one refuses it */
  saveConfig(): void;
}
