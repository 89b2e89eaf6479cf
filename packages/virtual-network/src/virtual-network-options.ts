import type { Clock, Log } from '@esp-prov/protocol';
import type { AirDelays } from './air/delays.ts';

/** An access point in range of the virtual radio. */
export interface VirtualAccessPoint {
  /** Text, or bytes that are no text. */
  readonly ssid: string | Uint8Array;
  /** Default: a made-up one. */
  readonly bssid?: string | undefined;
  /** Default 6. */
  readonly channel?: number | undefined;
  /** Signal in dBm; default -50. */
  readonly rssi?: number | undefined;
  /** Default `wpa2` where there is a passphrase, else `open`. */
  readonly security?:
    | 'open'
    | 'wep'
    | 'wpa'
    | 'wpa2'
    | 'wpa-wpa2'
    | 'wpa2-wpa3'
    | 'wpa3'
    | 'owe'
    | 'enterprise'
    | undefined;
  readonly passphrase?: string | undefined;
  /** Whether it keeps its name from who does not know it. */
  readonly hidden?: boolean | undefined;
  /** Whether it gives out addresses; default true. */
  readonly dhcp?: boolean | undefined;
  /** How long it takes to refuse or to let in, in ms; default as a real one. */
  readonly answersAfterMs?: number | undefined;
}

/** A Wi-Fi interface of the virtual machine. */
export interface VirtualInterface {
  /** Default `wlan0`. */
  readonly name?: string | undefined;
  /** Default `02:00:00:00:00:00` and up. */
  readonly mac?: string | undefined;
}

/** What surrounds a virtual daemon. */
export interface VirtualNetworkOptions {
  /** Address of a bus to live on; default: one of its own. */
  readonly bus?: string | undefined;
  readonly interfaces?: readonly VirtualInterface[] | undefined;
  readonly accessPoints?: readonly VirtualAccessPoint[] | undefined;
  /** How long things take; default: as long as real ones. */
  readonly delays?: Partial<AirDelays> | undefined;
  readonly clock?: Clock | undefined;
  readonly log?: Log | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An access point that a program has opened on a virtual interface. */
export interface OpenedHotspot {
  readonly interfaceName: string;
  readonly ssid: Uint8Array;
  readonly passphrase: string | undefined;
  readonly channel: number;
  /** Addresses with prefix that the interface has for it. */
  readonly addresses: readonly string[];
}

/** What both virtual daemons have in common. */
export interface VirtualNetworkDaemon extends AsyncDisposable {
  /** D-Bus address, for `DBUS_SYSTEM_BUS_ADDRESS`. */
  readonly address: string;
  /** Puts an access point into range, or changes the one with this SSID. */
  put(accessPoint: VirtualAccessPoint): void;
  /** Takes all access points of this SSID away; who is connected to one loses it. */
  take(ssid: string | Uint8Array): void;
  /** What programs have opened. */
  readonly hotspots: readonly OpenedHotspot[];
  /** SSID of the access point that an interface is connected to; undefined for none. */
  connectedTo(interfaceName: string): Uint8Array | undefined;
  /** Plugs an interface in, or pulls it out. */
  plug(virtualInterface: VirtualInterface): void;
  unplug(name: string): void;
  /** Makes the next hotspot fail, as radios do that cannot make a protected one. */
  refuseHotspots(kind: 'protected' | 'all' | 'none'): void;
  /** Ends the daemon, or starts it again; the air and what it keeps on disk stay. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Ends it and starts it again. */
  restart(): Promise<void>;
}
