import { ssidBytes } from '../air/access-point.ts';
import type { Air } from '../air/air.ts';
import type { AirDelays } from '../air/delays.ts';
import type {
  OpenedHotspot,
  VirtualAccessPoint,
  VirtualInterface,
  VirtualNetworkDaemon,
  VirtualNetworkOptions,
} from '../virtual-network-options.ts';
import { BoardAddresses } from './board-addresses.ts';
import { type ControlledInterface, Supplicant } from './supplicant.ts';
import type { WpaLand } from './wpa-world.ts';

/** A network of a user in a configuration file. */
export interface VirtualUserNetwork {
  readonly ssid: string;
  /** Undefined: an open network. */
  readonly passphrase?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly priority?: number | undefined;
}

/** What a virtual wpa_supplicant is. */
export interface VirtualWpaSupplicantOptions extends VirtualNetworkOptions {
  /** Which release it behaves like: 2.11 announces a wrong WPA2 key. Default 2.10. */
  readonly release?: '2.10' | '2.11' | undefined;
  /** Interfaces that it is started with; default: none, as Debian's service. */
  readonly controls?: readonly ControlledInterface[] | undefined;
  /** Its configuration files by path; one that `updates` may be written by programs. */
  readonly files?:
    | Readonly<Record<string, { readonly updates?: boolean; readonly networks?: readonly VirtualUserNetwork[] }>>
    | undefined;
  readonly delays?: Partial<AirDelays> | undefined;
  /** Pause between scans while nothing fits, in ms; default 5000. */
  readonly scanPauseMs?: number | undefined;
  /** Whether a DHCP client gives its interfaces addresses; default true. */
  readonly dhcpClient?: boolean | undefined;
}

/** A virtual wpa_supplicant, and a DHCP client beside it. */
export interface VirtualWpaSupplicant extends VirtualNetworkDaemon {
  /** IPv4 addresses of the machine as they are now, by interface or label: what a DHCP client and programs have set. */
  readonly addresses: Readonly<Record<string, readonly string[]>>;
  /** Sets an address such as `192.168.4.1/24`, as `ip address add` does, or takes it away. */
  setAddress(interfaceName: string, address: string, label?: string): void;
  removeAddresses(label: string): void;
  /** Has the next attempt of a station at this network refused with a code of IEEE 802.11. */
  refuse(ssid: string | Uint8Array, stage: 'auth' | 'assoc' | 'deauth', code: number): void;
  /** Ends a connection as an access point does that sends its stations away. */
  deauthenticate(interfaceName: string, reason: number): void;
  /** Networks of a configuration file, as its text for each. */
  fileNetworks(path: string): readonly Readonly<Record<string, string>>[];
  /** Removes networks from the daemon and its files, as another program does. */
  forgetNetworks(matches: (texts: Readonly<Record<string, string>>) => boolean): void;
  /** Networks that the daemon has for an interface now, and whether each is enabled. */
  networks(interfaceName: string): readonly (Readonly<Record<string, string>> & { readonly enabled: string })[];
}

/** {@link VirtualWpaSupplicant} on a bus that is there. */
export class RunningWpaSupplicant implements VirtualWpaSupplicant {
  readonly address: string;
  readonly #land: WpaLand;
  readonly #controls: readonly ControlledInterface[];
  readonly #end: () => Promise<void>;
  readonly #addresses: BoardAddresses;
  #daemon: Supplicant | undefined;

  private constructor(
    address: string,
    land: WpaLand,
    settings: {
      readonly controls: readonly ControlledInterface[];
      readonly dhcpClient: boolean;
      readonly end: () => Promise<void>;
    },
  ) {
    this.address = address;
    this.#land = land;
    this.#controls = settings.controls;
    this.#end = settings.end;
    this.#addresses = new BoardAddresses(land, settings.dhcpClient);
  }

  /** Starts it; `end` ends what it was started on. */
  static async start(
    address: string,
    land: WpaLand,
    settings: {
      readonly controls: readonly ControlledInterface[];
      readonly dhcpClient: boolean;
      readonly end: () => Promise<void>;
      readonly signal?: AbortSignal | undefined;
    },
  ): Promise<RunningWpaSupplicant> {
    const running = new RunningWpaSupplicant(address, land, settings);
    running.#daemon = await Supplicant.start(address, land, settings.controls, { signal: settings.signal });
    return running;
  }

  get #air(): Air {
    return this.#land.air;
  }

  get addresses(): Readonly<Record<string, readonly string[]>> {
    return this.#addresses.all;
  }

  get hotspots(): readonly OpenedHotspot[] {
    return this.#air.hotspots.map((hotspot) => ({
      ...hotspot,
      addresses: this.#addresses.setOn(hotspot.interfaceName),
    }));
  }

  put(accessPoint: VirtualAccessPoint): void {
    this.#air.put(accessPoint);
  }

  take(ssid: string | Uint8Array): void {
    this.#air.take(ssid);
  }

  connectedTo(interfaceName: string): Uint8Array | undefined {
    return this.#air.radio(interfaceName)?.connection?.ssid;
  }

  plug(virtualInterface: VirtualInterface): void {
    this.#air.plug(virtualInterface);
  }

  unplug(name: string): void {
    this.#air.unplug(name);
  }

  refuseHotspots(kind: 'protected' | 'all' | 'none'): void {
    this.#air.refuseHotspots(kind);
  }

  setAddress(interfaceName: string, address: string, label: string = interfaceName): void {
    this.#addresses.set(interfaceName, address, label);
  }

  removeAddresses(label: string): void {
    this.#addresses.remove(label);
  }

  refuse(ssid: string | Uint8Array, stage: 'auth' | 'assoc' | 'deauth', code: number): void {
    this.#land.refusals.push({ ssid: ssidBytes(ssid), stage, code });
  }

  deauthenticate(interfaceName: string, reason: number): void {
    this.#daemon?.interface(interfaceName)?.lose(reason);
  }

  fileNetworks(path: string): readonly Readonly<Record<string, string>>[] {
    return (this.#land.files.get(path)?.networks ?? []).map(({ block }) => block.texts);
  }

  networks(interfaceName: string): readonly (Readonly<Record<string, string>> & { readonly enabled: string })[] {
    const all = this.#daemon?.interface(interfaceName)?.networks.all ?? [];
    return all.map(({ block, disabled }) => ({ ...block.texts, enabled: String(!disabled) }));
  }

  forgetNetworks(matches: (texts: Readonly<Record<string, string>>) => boolean): void {
    for (const each of this.#daemon?.interfaces ?? []) {
      for (const network of each.networks.all) if (matches(network.block.texts)) each.removeNetwork(network);
    }
    for (const file of this.#land.files.values()) {
      file.networks = file.networks.filter(({ block }) => !matches(block.texts));
    }
  }

  async stop(): Promise<void> {
    const daemon = this.#daemon;
    this.#daemon = undefined;
    await daemon?.stop();
  }

  async start(): Promise<void> {
    this.#daemon ??= await Supplicant.start(this.address, this.#land, this.#controls);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    this.#addresses.close();
    await this.#end();
  }
}
