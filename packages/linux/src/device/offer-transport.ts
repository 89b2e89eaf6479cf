import type { Bus } from '@esp-prov/dbus';
import type { DeviceTransport, WifiDriver } from '@esp-prov/device';
import type { Clock, Log } from '@esp-prov/protocol';
import type { BoardIdentity } from '../state/board-state.ts';
import type { BoardWifi } from '../wifi/board-wifi.ts';
import type { BluetoothWatch } from './bluetooth-watch.ts';
import type { LinuxDeviceOptions } from './linux-device.ts';

/** How clients reach a board. */
export interface OfferTransport {
  /** May be started again after its disposal. */
  readonly transport: DeviceTransport;
  /** The radio for the time in which it is started. */
  readonly station: WifiDriver;
  /** Ends a start that is under way, which then fails; default: it is waited for. */
  cancelStart?(): void;
  /** Returns what is missing of the system where `error` is why the transport did not start; undefined where nothing is. */
  missing?(error: unknown): string | undefined;
  /** Begins to watch, before a start, for what makes another one worth a try. */
  watch?(): Promise<BluetoothWatch>;
}

/** What a transport is made of. */
export interface OfferTransportContext {
  readonly bus: Bus;
  readonly wifi: BoardWifi;
  readonly identity: BoardIdentity;
  readonly options: LinuxDeviceOptions;
  readonly clock: Clock;
  readonly log: Log;
  /** Is called when no client can reach the transport any more. */
  readonly onUseless: () => void;
}
