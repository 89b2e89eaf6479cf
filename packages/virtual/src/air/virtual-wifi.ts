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
import { authModes, authNumber, ssidBytes, type VirtualAccessPoint } from './access-point.ts';
import { type Air, asAir } from './air.ts';
import { newestStation, obstacle, type StationRules } from './station-rules.ts';

/** A radio that hears the virtual air. */
export interface VirtualWifiOptions {
  /** What it hears; an `Air` may change while it listens. */
  readonly air: Air | readonly VirtualAccessPoint[];
  readonly clock: Clock;
  /** What its station joins; default: as in the newest release. */
  readonly station?: StationRules | undefined;
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
  readonly #options: { readonly clock: Clock; readonly pace: number; readonly station: StationRules };
  readonly #air: Air;
  readonly #listeners = new Set<(event: WifiEvent) => void>();
  #attempt: AbortController | undefined;
  /** Called off when the connection ends; set while there is one. */
  #unwatch: (() => void) | undefined;
  #started = false;

  constructor({ air, clock, pace = 1, station = newestStation }: VirtualWifiOptions) {
    this.#options = { clock, pace, station };
    this.#air = asAir(air);
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    this.#report({ kind: 'station-started' });
  }

  async scan({ dwellMs, channel, signal }: RadioScanOptions): Promise<readonly HeardNetwork[]> {
    const channels = channel === undefined ? channelCount : 1;
    await this.#wait((dwellMs || defaultDwellMs) * channels, signal);
    return this.#air.accessPoints
      .filter((point) => !point.hidden && point.ssid.length > 0 && (channel === undefined || point.channel === channel))
      .map(heard);
  }

  join(network: WifiCredentials): void {
    // As esp_wifi_connect does, so that nothing is ever reported.
    if (network.ssid.length === 0) throw new Error('ESP_ERR_WIFI_SSID');
    this.leave();
    // A listener may have begun another join when it heard of the leave.
    this.#attempt?.abort();
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.#tryToJoin(network, attempt.signal).then(
      (event) => {
        if (attempt.signal.aborted) return;
        if (event.kind === 'got-ip') this.#stay(event.connection, network);
        this.#report(event);
      },
      () => undefined,
    );
  }

  leave(): void {
    this.#attempt?.abort();
    this.#attempt = undefined;
    if (this.#disconnect()) this.#report({ kind: 'disconnected', reason: disconnectReasons.assocLeave });
  }

  watch(listener: (event: WifiEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Keeps a connection until the access point is gone, or would not let the station in any more. */
  #stay(connection: WifiConnection, network: WifiCredentials): void {
    this.#disconnect();
    this.#unwatch = this.#air.watch(() => {
      if (this.#isThere(connection, network)) return;
      if (this.#disconnect()) this.#report({ kind: 'disconnected', reason: disconnectReasons.beaconTimeout });
    });
  }

  /** Forgets the connection; returns whether there was one. */
  #disconnect(): boolean {
    const unwatch = this.#unwatch;
    this.#unwatch = undefined;
    unwatch?.();
    return unwatch !== undefined;
  }

  #isThere({ bssid }: WifiConnection, network: WifiCredentials): boolean {
    const { point, reason } = this.#choose({ ...network, bssid });
    return point !== undefined && reason === undefined && !failure(point, network.passphrase);
  }

  async #tryToJoin(network: WifiCredentials, signal: AbortSignal): Promise<WifiEvent> {
    const { passphrase } = network;
    const { point, reason } = this.#choose(network);
    if (!point || reason !== undefined) {
      await this.#waitToFail(point?.joinMs ?? searchMs, signal);
      return { kind: 'disconnected', reason: reason ?? disconnectReasons.noApFound };
    }
    const failed = failure(point, passphrase);
    if (failed) {
      await this.#waitToFail(point.joinMs ?? failed.afterMs, signal);
      return { kind: 'disconnected', reason: failed.reason };
    }
    await this.#wait(point.joinMs ?? joinMs, signal);
    // Associated, but without an answer to DHCP: neither an address nor a disconnect is ever reported.
    if (point.join === 'no-address') return await this.#awaitAddress(point, network, signal);
    return { kind: 'got-ip', connection: connection(point) };
  }

  /** Waits until the network gives addresses after all, or is gone: an air may change. */
  async #awaitAddress(
    { bssid }: VirtualAccessPoint,
    network: WifiCredentials,
    signal: AbortSignal,
  ): Promise<WifiEvent> {
    const own = { ...network, bssid: fromHex(bssid.replaceAll(':', '')) };
    for (;;) {
      await this.#change(signal);
      const { point, reason } = this.#choose(own);
      if (!point || reason !== undefined || failure(point, network.passphrase)) {
        return { kind: 'disconnected', reason: disconnectReasons.beaconTimeout };
      }
      if (point.join !== 'no-address') return { kind: 'got-ip', connection: connection(point) };
    }
  }

  /** Resolves at the next change of the air. */
  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (done: () => void) => () => {
        unwatch();
        signal.removeEventListener('abort', abort);
        done();
      };
      const unwatch = this.#air.watch(() => settle(resolve)());
      const abort = settle(() => reject(signal.reason));
      signal.addEventListener('abort', abort);
    });
  }

  /**
   * Returns the strongest of the access points of a name that suit the station; where none does, the strongest and the
   * reason for which it is left alone.
   * Where one access point or one channel is meant, no other is looked at.
   */
  #choose({ ssid, passphrase, bssid, channel }: WifiCredentials): {
    readonly point?: VirtualAccessPoint | undefined;
    readonly reason?: number | undefined;
  } {
    const { station } = this.#options;
    const found = this.#air.accessPoints
      .filter((point) => equalConstantTime(ssidBytes(point), ssid))
      .filter((point) => bssid === undefined || equalConstantTime(bssidBytes(point), bssid))
      .filter((point) => channel === undefined || point.channel === channel)
      .sort((a, b) => b.rssi - a.rssi)
      .map((point) => ({ point, reason: whyNot(point, passphrase, station) }));
    const suitable = found.find(({ reason }) => reason === undefined);
    return suitable ?? found[0] ?? {};
  }

  /** Waits before an attempt fails, never without any pause: an application that rejoins at once would spin. */
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

function whyNot(point: VirtualAccessPoint, passphrase: Uint8Array, station: StationRules): number | undefined {
  if (point.join === 'vanish') return disconnectReasons.noApFound;
  return obstacle(authNumber(point.auth), passphrase, station);
}

/** Returns why and after which time an access point that suits the station does not let it in. */
function failure(
  point: VirtualAccessPoint,
  passphrase: Uint8Array,
): { readonly reason: number; readonly afterMs: number } | undefined {
  const { password = '', join } = point;
  if (join === 'refuse-password' || !equalConstantTime(utf8(password), passphrase)) {
    return { reason: wrongPassword(point), afterMs: wrongPasswordMs };
  }
  // Its frames arrive too seldom, so the station gives up waiting for the next one.
  if (join === 'too-weak') return { reason: disconnectReasons.handshakeTimeout, afterMs: wrongPasswordMs };
  return join === 'refuse' ? { reason: disconnectReasons.assocFail, afterMs: joinMs } : undefined;
}

/**
 * Returns the reason for a wrong password: WEP has no four-way handshake, so the access point refuses the shared key.
 */
function wrongPassword({ auth }: VirtualAccessPoint): number {
  const { authFail, fourWayHandshakeTimeout } = disconnectReasons;
  return authNumber(auth) === authModes.WEP ? authFail : fourWayHandshakeTimeout;
}

function heard(point: VirtualAccessPoint): HeardNetwork {
  const { channel, rssi, auth } = point;
  return {
    ssid: ssidBytes(point),
    bssid: bssidBytes(point),
    channel,
    rssi,
    authMode: authNumber(auth),
  };
}

function bssidBytes({ bssid }: VirtualAccessPoint): Uint8Array<ArrayBuffer> {
  return fromHex(bssid.replaceAll(':', ''));
}

function connection(point: VirtualAccessPoint): WifiConnection {
  return { ...heard(point), ip4: point.ip4 ?? '192.168.1.42' };
}
