import type { Log } from '@esp-prov/protocol';
import type { VirtualNetworkDaemon, VirtualNetworkOptions } from '../virtual-network-options.ts';
import type { NetworkManagerDelays } from './delays.ts';

/** A profile that is on disk when the daemon starts: an enterprising user's own. */
export interface StoredProfile {
  readonly id: string;
  readonly ssid: string | Uint8Array;
  readonly passphrase?: string | undefined;
  /** Default true. */
  readonly autoconnect?: boolean | undefined;
  /** Default: made from the id. */
  readonly uuid?: string | undefined;
}

/** How to start a virtual NetworkManager. */
export interface VirtualNetworkManagerOptions extends Omit<VirtualNetworkOptions, 'delays'> {
  /**
   * Version that it tells. From 1.58 on a refused SAE password is asked for again like that of WPA2; before, it ends as
   * a network that was not found. Default `1.42.4`.
   */
  readonly version?: string | undefined;
  readonly delays?: Partial<NetworkManagerDelays> | undefined;
  /**
   * Permissions that no client has, such as `org.freedesktop.NetworkManager.network-control`; `all` for all of them.
   * Default: none.
   */
  readonly denied?: readonly string[] | undefined;
  /** Whether profiles become files of netplan, whose copies for NetworkManager are below `/run`; default false. */
  readonly netplan?: boolean | undefined;
  /** Profiles on disk from the start. */
  readonly profiles?: readonly StoredProfile[] | undefined;
  /** Ethernet interfaces with a connection that is up, such as `eth0`; default: none. */
  readonly ethernet?: readonly string[] | undefined;
  /** Whether the daemon runs at once; default true. */
  readonly started?: boolean | undefined;
  readonly log?: Log | undefined;
}

/** A profile as the virtual daemon has it. */
export interface ProfileOnDisk {
  readonly uuid: string;
  readonly id: string;
  readonly filename: string;
}

/** A virtual NetworkManager. */
export interface VirtualNetworkManager extends VirtualNetworkDaemon {
  /** Profiles that a restart of the machine would leave. */
  readonly profilesOnDisk: readonly ProfileOnDisk[];
  /** Changes the permissions that no client has, and says so to all. */
  deny(permissions: readonly string[]): void;
  /** Blocks the radio as rfkill does, or lifts the block. */
  setBlocked(blocked: boolean): void;
  /** Ends the daemon as SIGKILL would: nothing is cleared up. */
  kill(): Promise<void>;
}
