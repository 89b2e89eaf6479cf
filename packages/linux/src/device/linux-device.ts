import type { Bus } from '@esp-prov/dbus';
import type { Endpoint, ManagerEvent, ServedPage } from '@esp-prov/device';
import type { Clock, Log, Random, SecurityVersion } from '@esp-prov/protocol';
import type { StartPolicy, StartReason } from '../policy/start-policy.ts';
import type { BoardIdentity } from '../state/board-state.ts';
import type { BoardWifiOptions } from '../wifi/board-wifi.ts';

/** What a Linux board is as a device. Every option has a default that suits a Raspberry Pi. */
export interface LinuxDeviceOptions {
  /** How clients reach it; default Bluetooth. */
  readonly transport?: 'ble' | 'softap' | undefined;
  /** Folder of its state; default `$STATE_DIRECTORY`, else `/var/lib/esp-prov`. */
  readonly stateFolder?: string | undefined;
  /** Name of its service; default `PROV_` and the end of the radio's address. A name that is given replaces a stored one. */
  readonly name?: string | undefined;
  /** Security scheme; default 2. */
  readonly securityVersion?: SecurityVersion | undefined;
  /** Secret in place of the random one: proof of possession (null: none), or user name and password. */
  readonly secret?:
    | { readonly pop?: string | null; readonly username?: string; readonly password?: string }
    | undefined;
  readonly wifi?: BoardWifiOptions | undefined;
  readonly bluetooth?: { readonly adapter?: string | undefined } | undefined;
  /** The access point of `softap`: protected by a random passphrase unless one is given, or `open` is. */
  readonly hotspot?: { readonly passphrase?: string; readonly open?: boolean; readonly channel?: number } | undefined;
  /** HTTP port of `softap`; default 80. */
  readonly port?: number | undefined;
  /** Page that `softap` serves beside its endpoints. */
  readonly page?: ServedPage['files'] | undefined;
  readonly start?: StartPolicy | undefined;
  /** Whether the session stays after success, without provisioning, and is there from each start on; over Bluetooth only. */
  readonly sessionOnly?: boolean | undefined;
  /** Whether wrong proofs in a row are braked; default true. */
  readonly brake?: boolean | undefined;
  /** Endpoints of the application, by name. */
  readonly endpoints?: Readonly<Record<string, Endpoint>> | undefined;
  /** What `proto-ver` says of the application: its label and its version. */
  readonly appInfo?: Readonly<Record<string, { readonly ver?: string; readonly cap?: readonly string[] }>> | undefined;
  /** Connection to the system bus, which stays open. */
  readonly bus?: Bus | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
  readonly log?: Log | undefined;
  /** Gets every event, also those before the device is there, such as what it waits for. */
  readonly onEvent?: ((event: LinuxDeviceEvent) => void) | undefined;
  /** Ends the wait for what is missing of the system. */
  readonly signal?: AbortSignal | undefined;
}

/** What a board reports, in the order in which it happens. */
export type LinuxDeviceEvent =
  /** Something of the system is not there yet; it is waited for. Told once for each thing, with what is missing. */
  | { readonly kind: 'waiting'; readonly what: string }
  /** The board is ready: its Wi-Fi service, its radio and its identity are there. */
  | { readonly kind: 'ready'; readonly name: string; readonly provisioned: boolean }
  /** Provisioning is offered. */
  | { readonly kind: 'offering'; readonly reason: StartReason; readonly transport: 'ble' | 'softap' }
  | { readonly kind: 'manager'; readonly event: ManagerEvent }
  /** Provisioning is not offered any more; `online`: the board got into its network by itself, for whose lack it was offered. */
  | { readonly kind: 'idle'; readonly why: 'succeeded' | 'window-over' | 'stopped' | 'failed' | 'online' }
  | { readonly kind: 'online' | 'offline' };

/** A board that is a device, from `run` to its end. */
export interface LinuxDevice extends AsyncDisposable {
  readonly identity: BoardIdentity;
  /**
   * Aborted with a ProvisioningError `board/no-service` when the connection to the system bus is lost for good: then
   * nothing of the device works any more, and only a new one helps.
   */
  readonly lost: AbortSignal;
  /** Whether a network of ours is kept. */
  isProvisioned(): Promise<boolean>;
  /** Has provisioning offered now, whatever the policy says; an event says when it is. */
  offer(): Promise<void>;
  /** Ends provisioning; the connection that the board had before comes back. */
  withdraw(): Promise<void>;
  /** Forgets the network that provisioning has brought, and goes on as the policy says. */
  reset(): Promise<void>;
  /** Hands every event to `listener` until the returned function is called; to the first one also those before it. */
  watch(listener: (event: LinuxDeviceEvent) => void): () => void;
  /**
   * Resolves when the board is in a network that was provisioned, now or before.
   *
   * @throws the reason of the signal, and that of `lost`
   */
  whenOnline(options?: { readonly signal?: AbortSignal | undefined }): Promise<{ readonly ip4: string }>;
}
