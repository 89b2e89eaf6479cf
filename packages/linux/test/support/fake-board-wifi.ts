import {
  disconnectReasons,
  type HeardNetwork,
  type RadioScanOptions,
  type WifiCredentials,
  type WifiDriver,
  type WifiEvent,
} from '@esp-prov/device';
import { type Bytes, decodeUtf8, ProvisioningError } from '@esp-prov/protocol';
import { FakeWifiDriver } from '@esp-prov/testing';
import type { BoardWifi, Hotspot, HotspotOptions } from '../../src/wifi/board-wifi.ts';

/** An access point of a fake board, which a test can end as by itself. */
export interface FakeHotspot extends Hotspot {
  readonly options: HotspotOptions;
  readonly open: boolean;
  /** Ends it as the Wi-Fi service does when the radio is taken. */
  end(): void;
}

/** What a fake board begins with. */
export interface FakeBoardWifiOptions {
  readonly networks?: readonly HeardNetwork[] | undefined;
  /** How each join ends; see `FakeWifiDriver.outcome`. */
  readonly outcome?: FakeWifiDriver['outcome'];
  readonly service?: BoardWifi['service'] | undefined;
  readonly mac?: Bytes | undefined;
  readonly online?: boolean | undefined;
}

/**
 * A Wi-Fi service without a will of its own, for tests of what is above it. Its one radio is a station or an access point,
 * as most are: what a station asks of it while its interface is an access point is an error of the program under test.
 */
export class FakeBoardWifi implements BoardWifi {
  readonly service: BoardWifi['service'];
  readonly version = '1.42.4';
  readonly interfaceName = 'wlan0';
  readonly mac: Bytes;
  /** The radio, which a test tells what to hear and how joins end. */
  readonly driver: FakeWifiDriver;
  readonly station: WifiDriver;
  /** What was asked of it, in order, such as `open PROV_261FCC`, `close PROV_261FCC`, `scan`, `join Lab`, `keep Lab`. */
  readonly calls: string[] = [];
  readonly hotspots: FakeHotspot[] = [];
  /** Error with which an access point is refused; undefined: it is opened. */
  refusesHotspot: ((options: HotspotOptions) => Error | undefined) | undefined;
  #online: boolean;
  readonly #listeners = new Set<(online: boolean) => void>();

  constructor({ networks, outcome, service, mac, online }: FakeBoardWifiOptions = {}) {
    this.service = service ?? 'networkmanager';
    this.mac = mac ?? Uint8Array.of(0xdc, 0xa6, 0x32, 0x26, 0x1f, 0xcc);
    this.driver = new FakeWifiDriver(networks);
    this.driver.outcome = outcome;
    this.station = this.#makeStation();
    this.#online = online ?? false;
    this.driver.watch((event) => this.#follow(event));
  }

  /** The access point that is open now. */
  get hotspot(): FakeHotspot | undefined {
    return this.hotspots.find(({ open }) => open);
  }

  isOnline(): boolean {
    return this.#online;
  }

  watchOnline(listener: (online: boolean) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Lets the board get into a network, or out of all, by what is not provisioning. */
  setOnline(online: boolean): void {
    if (online === this.#online) return;
    this.#online = online;
    for (const listener of [...this.#listeners]) listener(online);
  }

  async openHotspot(options: HotspotOptions): Promise<Hotspot> {
    options.signal?.throwIfAborted();
    const name = text(options.ssid);
    this.calls.push(`open ${name}`);
    if (this.hotspot) throw new Error('an access point is open already');
    const refusal = this.refusesHotspot?.(options);
    if (refusal) throw refusal;
    const { interfaceName = this.interfaceName } = options;
    if (interfaceName === this.interfaceName) this.driver.leave();
    const ended = new AbortController();
    let open = true;
    const hotspot: FakeHotspot = {
      options,
      interfaceName,
      channel: options.channel ?? 1,
      ended: ended.signal,
      get open() {
        return open;
      },
      end: () => {
        open = false;
        ended.abort(new ProvisioningError('board/hotspot-failed', 'the access point has ended'));
      },
      [Symbol.asyncDispose]: async () => {
        if (open) this.calls.push(`close ${name}`);
        open = false;
      },
    };
    this.hotspots.push(hotspot);
    return hotspot;
  }

  async keep({ ssid }: WifiCredentials): Promise<void> {
    this.calls.push(`keep ${text(ssid)}`);
  }

  async restore({ ssid }: WifiCredentials): Promise<void> {
    this.calls.push(`restore ${text(ssid)}`);
  }

  async giveUp(): Promise<void> {
    this.calls.push('give up');
  }

  async forget(): Promise<void> {
    this.calls.push('forget');
  }

  async cleanUp(): Promise<void> {
    this.calls.push('clean up');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.calls.push('dispose');
  }

  #makeStation(): WifiDriver {
    const { driver } = this;
    return {
      start: () => driver.start(),
      scan: async (options: RadioScanOptions) => {
        this.calls.push('scan');
        this.#requireStation('scan');
        return await driver.scan(options);
      },
      join: (network) => {
        this.calls.push(`join ${text(network.ssid)}`);
        this.#requireStation('join');
        driver.join(network);
      },
      leave: () => driver.leave(),
      watch: (listener) => driver.watch(listener),
    };
  }

  #requireStation(what: string): void {
    if (this.hotspot?.interfaceName === this.interfaceName)
      throw new Error(`cannot ${what}: the radio is an access point`);
  }

  #follow(event: WifiEvent): void {
    if (event.kind === 'got-ip') this.setOnline(true);
    if (event.kind === 'disconnected') this.setOnline(false);
  }
}

/** Returns a network that a fake radio hears: WPA2, on channel 6 unless told otherwise. */
export function heardNetwork(ssid: string, others: Partial<HeardNetwork> = {}): HeardNetwork {
  const address = [...ssid].reduce((sum, character) => sum + character.charCodeAt(0), 0) % 256;
  return {
    ssid: new TextEncoder().encode(ssid),
    bssid: Uint8Array.of(2, 0, 0, 0, 0, address),
    channel: 6,
    rssi: -50,
    authMode: 3,
    ...others,
  };
}

/** Returns how joins end where the networks are `networks`: with an address, a wrong passphrase, or nothing of the name. */
export function joinsWith(
  passphrase: string,
  networks: readonly HeardNetwork[],
): (network: WifiCredentials) => WifiEvent {
  return (wanted) => {
    const network = networks.find(({ ssid }) => text(ssid) === text(wanted.ssid));
    if (!network) return { kind: 'disconnected', reason: disconnectReasons.noApFound };
    if (text(wanted.passphrase) !== passphrase) {
      return { kind: 'disconnected', reason: disconnectReasons.fourWayHandshakeTimeout };
    }
    return { kind: 'got-ip', connection: { ...network, ip4: '192.168.1.23' } };
  };
}

function text(bytes: Bytes): string {
  return decodeUtf8(bytes) ?? '';
}
