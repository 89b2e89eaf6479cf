import type { WifiCredentials, WifiDriver } from '@esp-prov/device';
import type { Bytes } from '@esp-prov/protocol';

/** How an access point of the board is opened. */
export interface HotspotOptions {
  /** 1 to 32 bytes. */
  readonly ssid: Bytes;
  /** WPA2 passphrase of 8 to 63 characters; undefined: an open access point. */
  readonly passphrase?: string | undefined;
  /** Address of the board in it, with the length of its prefix, such as `192.168.4.1/24`. */
  readonly address: string;
  /** Channel; default: the Wi-Fi service's own choice. */
  readonly channel?: number | undefined;
  /**
   * Interface that becomes the access point; default: that of the station, which then neither hears nor joins anything
   * until the access point is closed.
   */
  readonly interfaceName?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An open access point of the board, without DHCP. It ends by disposal, and with this process, however that ends. */
export interface Hotspot extends AsyncDisposable {
  readonly interfaceName: string;
  /** Channel, 0 where the Wi-Fi service does not tell it. */
  readonly channel: number;
  /** Aborted with the reason when the access point ended by itself. */
  readonly ended: AbortSignal;
}

/** What a board's Wi-Fi service does for provisioning, whichever service it is. It outlives restarts of the service. */
export interface BoardWifi extends AsyncDisposable {
  readonly service: 'networkmanager' | 'wpa-supplicant';
  /** Version that the service tells, such as `1.42.4`; empty where it tells none. */
  readonly version: string;
  /** Interface of the radio, such as `wlan0`. */
  readonly interfaceName: string;
  /** Address that the interface was made with, six bytes, whatever address it uses now. */
  readonly mac: Bytes;
  /** The station. Its `join` never touches profiles of the user, and its `leave` ends only what it has joined itself. */
  readonly station: WifiDriver;
  /** Whether the board is in a network now, by whatever interface and profile. */
  isOnline(): boolean;
  /** Hands every change of `isOnline` to `listener` until the returned function is called. */
  watchOnline(listener: (online: boolean) => void): () => void;
  /**
   * Opens an access point.
   *
   * @throws ProvisioningError `board/hotspot-failed`, `board/not-permitted`, or the reason of the signal
   */
  openHotspot(options: HotspotOptions): Promise<Hotspot>;
  /** Makes the network that the station has just joined one that the board joins after every restart, and no other of ours. */
  keep(credentials: WifiCredentials): Promise<void>;
  /** Sees to it that a kept network is joined, after a start of this program: what the service forgot is given to it again. */
  restore(credentials: WifiCredentials): Promise<void>;
  /** Brings back the connection that the board had before the station's joins, where there was one and we have none. */
  giveUp(): Promise<void>;
  /** Forgets every network of ours; the user's own stay. */
  forget(): Promise<void>;
  /** Clears what a run that was killed has left: access points of ours, networks that were never proven. */
  cleanUp(): Promise<void>;
}

/** How to reach the Wi-Fi service of this board. */
export interface BoardWifiOptions {
  /** Which service; default: NetworkManager where it manages the radio, else wpa_supplicant. */
  readonly service?: BoardWifi['service'] | undefined;
  /** Interface of the radio; default: the first Wi-Fi interface. */
  readonly interfaceName?: string | undefined;
}
