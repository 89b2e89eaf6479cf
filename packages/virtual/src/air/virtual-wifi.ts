import {
  disconnectReasons,
  type HeardNetwork,
  type RadioScanOptions,
  type WifiConnection,
  type WifiCredentials,
  type WifiDriver,
  type WifiEvent,
} from '@esp-prov/device';
import { type Clock, equalConstantTime, fromHex, utf8 } from '@esp-prov/protocol';
import { authModes, authNumber, type VirtualAccessPoint } from './access-point.ts';

/** A radio that hears the virtual air. */
export interface VirtualWifiOptions {
  readonly air: readonly VirtualAccessPoint[];
  readonly clock: Clock;
  /** Scales every wait of the radio; 0: none. */
  readonly pace?: number | undefined;
}

// Times of a real ESP32: 13 channels of 120 ms, a join in about two seconds, a wrong password noticed after four.
const channelCount = 13;
const defaultDwellMs = 120;
const joinMs = 1800;
const searchMs = 2400;
const wrongPasswordMs = 3000;
const shortestFailureMs = 50;

/** The station half of a virtual Wi-Fi radio. */
export class VirtualWifi implements WifiDriver {
  readonly #options: VirtualWifiOptions & { readonly pace: number };
  readonly #listeners = new Set<(event: WifiEvent) => void>();
  #attempt: AbortController | undefined;
  #connected = false;
  #started = false;

  constructor({ air, clock, pace = 1 }: VirtualWifiOptions) {
    this.#options = { air, clock, pace };
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#report({ kind: 'station-started' });
  }

  async scan({ dwellMs, channel, signal }: RadioScanOptions): Promise<readonly HeardNetwork[]> {
    const channels = channel === undefined ? channelCount : 1;
    await this.#wait((dwellMs || defaultDwellMs) * channels, signal);
    return this.#options.air
      .filter((point) => point.ssid !== '' && (channel === undefined || point.channel === channel))
      .map(heard);
  }

  join(network: WifiCredentials): void {
    this.leave();
    // Who hears of the leave may have begun a join of its own.
    this.#attempt?.abort();
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.#tryToJoin(network, attempt.signal).then(
      (event) => {
        if (attempt.signal.aborted) return;
        this.#connected = event.kind === 'got-ip';
        this.#report(event);
      },
      () => undefined,
    );
  }

  leave(): void {
    this.#attempt?.abort();
    this.#attempt = undefined;
    if (!this.#connected) return;
    this.#connected = false;
    this.#report({ kind: 'disconnected', reason: disconnectReasons.assocLeave });
  }

  watch(listener: (event: WifiEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #tryToJoin({ ssid, passphrase }: WifiCredentials, signal: AbortSignal): Promise<WifiEvent> {
    const point = this.#strongest(ssid);
    if (!point || point.join === 'vanish') {
      await this.#waitToFail(point?.joinMs ?? searchMs, signal);
      return { kind: 'disconnected', reason: disconnectReasons.noApFound };
    }
    if (!accepts(point, passphrase)) {
      await this.#waitToFail(point.joinMs ?? wrongPasswordMs, signal);
      return { kind: 'disconnected', reason: disconnectReasons.fourWayHandshakeTimeout };
    }
    if (point.join === 'refuse') {
      await this.#waitToFail(point.joinMs ?? joinMs, signal);
      return { kind: 'disconnected', reason: disconnectReasons.assocFail };
    }
    await this.#wait(point.joinMs ?? joinMs, signal);
    // Associated, but nobody answers DHCP: neither an address nor a disconnect is ever reported.
    if (point.join === 'no-address') return await new Promise<never>(() => undefined);
    return { kind: 'got-ip', connection: connection(point) };
  }

  /** A station picks the strongest of the access points that share a name. */
  #strongest(ssid: Uint8Array): VirtualAccessPoint | undefined {
    return this.#options.air
      .filter((point) => equalConstantTime(utf8(point.ssid), ssid))
      .sort((a, b) => b.rssi - a.rssi)
      .at(0);
  }

  /** Never without any pause: an application that rejoins at once would spin. */
  #waitToFail(ms: number, signal: AbortSignal | undefined): Promise<void> {
    return this.#options.clock.sleep(Math.max(ms * this.#options.pace, shortestFailureMs), { signal });
  }

  #wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
    return this.#options.clock.sleep(ms * this.#options.pace, { signal });
  }

  #report(event: WifiEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

/** Modes that ask for no password; OWE encrypts without one. */
const passwordless: readonly number[] = [authModes.Open, authModes.OWE];

function accepts({ auth, password = '' }: VirtualAccessPoint, passphrase: Uint8Array): boolean {
  return passwordless.includes(authNumber(auth)) || equalConstantTime(utf8(password), passphrase);
}

function heard({ ssid, bssid, channel, rssi, auth }: VirtualAccessPoint): HeardNetwork {
  return { ssid: utf8(ssid), bssid: fromHex(bssid.replaceAll(':', '')), channel, rssi, authMode: authNumber(auth) };
}

function connection(point: VirtualAccessPoint): WifiConnection {
  return { ...heard(point), ip4: point.ip4 ?? '192.168.1.42' };
}
