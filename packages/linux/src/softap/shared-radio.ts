import {
  disconnectReasons,
  type HeardNetwork,
  type RadioScanOptions,
  type WifiCredentials,
  type WifiDriver,
  type WifiEvent,
} from '@esp-prov/device';
import { equalConstantTime, foreignText, ProvisioningError, untilAborted, withDeadline } from '@esp-prov/protocol';
import { type AccessPoint, softApTag } from './access-point.ts';
import type { AtOnce } from './radio-combinations.ts';
import type { SoftApOptions } from './soft-ap-options.ts';

/** Longest time for a scan before the access point is opened. */
const scanMs = 15_000;

/** Longest time for a scan between a join that failed and the access point, for which a client waits. */
const scanBetweenMs = 5000;

/** After a failure, how long the access point stays open for a client that asks how it went, before another join. */
const askMs = 45_000;

/** The answer to a client gets out within this time, before the access point is closed. */
const answerMs = 1000;

/** Reasons for which a scan tells nothing new: the network was there. */
const { fourWayHandshakeTimeout, authFail, handshakeTimeout, micFailure } = disconnectReasons;
const wrongPassphrase: readonly number[] = [fourWayHandshakeTimeout, authFail, handshakeTimeout, micFailure];

/** What the station and the access point of one radio share. */
export type SharedRadioOptions = Pick<SoftApOptions, 'wifi' | 'clock' | 'log' | 'onEvent'>;

/**
 * The station of a radio that is also an access point. Where it cannot be both at once, the access point is closed for a
 * join, and open again before a failure is reported, so that a client that comes back can ask how it went.
 */
export class SharedRadio implements WifiDriver {
  readonly #options: SharedRadioOptions;
  readonly #accessPoint: AccessPoint;
  readonly #listeners = new Set<(event: WifiEvent) => void>();
  #unwatch: (() => void) | undefined;
  /** Whether the radio can be both at once; undefined: one at a time. */
  #atOnce: AtOnce | undefined;
  /** What was heard before the access point was opened. */
  #heard: { readonly networks: readonly HeardNetwork[]; readonly at: number } | undefined;
  /** Counts joins and leaves; what belongs to an earlier one is not reported. */
  #attempt = 0;
  /** Whether the access point is closed because of a join. */
  #madeRoom = false;
  #connected = false;
  /** Set while the station is told to join: what it reports then belongs to the connection before. */
  #changing = false;
  /** Resolves when a client was answered after the last failure; undefined: none is waited for. */
  #asked: { readonly by: Promise<void>; resolve(): void } | undefined;

  constructor(options: SharedRadioOptions, accessPoint: AccessPoint) {
    this.#options = options;
    this.#accessPoint = accessPoint;
  }

  get #station(): WifiDriver {
    return this.#options.wifi.station;
  }

  /** Networks that were heard last, before the access point was opened. */
  get heard(): readonly HeardNetwork[] {
    return this.#heard?.networks ?? [];
  }

  /** Says that the access point has an interface of its own on the same radio; undefined: it has not. */
  setAtOnce(atOnce: AtOnce | undefined): void {
    this.#atOnce = atOnce;
  }

  /** Listens before the access point is opened. A radio that refuses is no reason not to open it. */
  async listen(ms: number = scanMs, signal?: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    const reason = () => new ProvisioningError('board/refused', `the radio did not end a scan within ${ms} ms`);
    try {
      await withDeadline({ clock, ms, reason, signal }, (limit) =>
        untilAborted(this.#scanNow({ passive: false, dwellMs: 0, signal: limit }), limit),
      );
    } catch (error) {
      log('warn', softApTag, `no scan before the access point is opened: ${foreignText(String(error))}`);
    }
  }

  /** Leaves the access point closed from now on: its service has ended. */
  release(): void {
    this.#attempt++;
    this.#asked = undefined;
    this.#madeRoom = false;
    this.#atOnce = undefined;
  }

  /** Notes that a client was answered, which needs the access point no longer for that. */
  answered(): void {
    this.#asked?.resolve();
  }

  start(): void {
    this.#station.start();
  }

  async scan(options: RadioScanOptions): Promise<readonly HeardNetwork[]> {
    const { clock, log } = this.#options;
    options.signal?.throwIfAborted();
    if (!this.#accessPoint.isWanted || this.#atOnce) {
      return await this.#scanNow(options);
    }
    const { networks, at } = this.#heard ?? {};
    if (!networks || at === undefined) {
      throw new ProvisioningError('board/refused', 'the radio is an access point, and had heard nothing before');
    }
    const age = Math.round((clock.now() - at) / 1000);
    log('info', softApTag, `networks as they were heard ${age} s ago: the radio is an access point now`);
    return networks.filter(({ channel }) => options.channel === undefined || channel === options.channel);
  }

  join(network: WifiCredentials): void {
    const attempt = ++this.#attempt;
    // The caller may use its buffers again while the access point is closed.
    const own = copyOf(network);
    this.#join(own, attempt).catch((error: unknown) => {
      this.#options.log('error', softApTag, foreignText(String(error)));
      if (attempt === this.#attempt) void this.#fail(disconnectReasons.connectionFail);
    });
  }

  leave(): void {
    this.#attempt++;
    this.#asked = undefined;
    const hadConnection = this.#connected;
    this.#station.leave();
    // The end of a connection is reported, and the access point opened for that.
    if (!hadConnection && this.#madeRoom) void this.#reopen();
  }

  watch(listener: (event: WifiEvent) => void): () => void {
    this.#listeners.add(listener);
    this.#unwatch ??= this.#station.watch((event) => this.#follow(event));
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#unwatch?.();
      this.#unwatch = undefined;
    };
  }

  async #scanNow(options: RadioScanOptions): Promise<readonly HeardNetwork[]> {
    const networks = await this.#station.scan(options);
    // A part of the channels takes nothing away from what was heard on all.
    if (options.channel === undefined) this.#heard = { networks, at: this.#options.clock.now() };
    return networks;
  }

  async #join(network: WifiCredentials, attempt: number): Promise<void> {
    await this.#awaitQuestion(attempt);
    if (attempt !== this.#attempt) return;
    if (this.#accessPoint.isWanted && !this.#fitsBeside(network)) {
      this.#madeRoom = true;
      this.#options.onEvent?.({ kind: 'closed-for-join' });
      await this.#accessPoint.close();
      if (attempt !== this.#attempt) return;
    }
    this.#changing = true;
    try {
      this.#station.join(network);
    } finally {
      this.#changing = false;
    }
  }

  /** Waits until a client has heard of the failure before, for whom the access point was opened again. */
  async #awaitQuestion(attempt: number): Promise<void> {
    const asked = this.#asked;
    if (!asked || !this.#accessPoint.isWanted) return;
    const { clock } = this.#options;
    const over = new AbortController();
    const patience = clock.sleep(askMs, { signal: over.signal });
    patience.catch(() => undefined);
    await Promise.race([asked.by.then(() => clock.sleep(answerMs)), patience]).finally(() => over.abort());
    if (attempt === this.#attempt) this.#asked = undefined;
  }

  /** Whether a network can be joined while the access point stays open. */
  #fitsBeside({ ssid, bssid }: WifiCredentials): boolean {
    if (!this.#atOnce) return false;
    if (this.#atOnce.channels > 1) return true;
    const found = this.heard.filter(
      (network) => equalConstantTime(network.ssid, ssid) && (!bssid || equalConstantTime(network.bssid, bssid)),
    );
    const { channel } = this.#accessPoint;
    // One that was not heard may be anywhere, and so may one of several access points.
    return found.length > 0 && found.every((network) => network.channel === channel);
  }

  #follow(event: WifiEvent): void {
    if (event.kind === 'station-started') return this.#report(event);
    if (event.kind === 'got-ip') {
      this.#connected = true;
      this.#report(event);
      if (this.#madeRoom) this.#options.onEvent?.({ kind: 'unreachable', connection: event.connection });
      return;
    }
    this.#connected = false;
    if (this.#changing || !this.#madeRoom) return this.#report(event);
    void this.#fail(event.reason);
  }

  /** Reports a failure, as soon as clients can ask again. */
  async #fail(reason: number): Promise<void> {
    const attempt = this.#attempt;
    if (this.#madeRoom) {
      if (!wrongPassphrase.includes(reason)) await this.listen(scanBetweenMs);
      if (attempt !== this.#attempt) return;
      await this.#reopen();
      let resolve: () => void = () => undefined;
      const by = new Promise<void>((done) => {
        resolve = done;
      });
      if (attempt !== this.#attempt) return;
      this.#asked = { by, resolve };
    }
    this.#report({ kind: 'disconnected', reason });
  }

  async #reopen(): Promise<void> {
    this.#madeRoom = false;
    await this.#accessPoint.reopen();
  }

  #report(event: WifiEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}

function copyOf({ ssid, passphrase, bssid, channel }: WifiCredentials): WifiCredentials {
  return {
    ssid: Uint8Array.from(ssid),
    passphrase: Uint8Array.from(passphrase),
    ...(bssid === undefined ? {} : { bssid: Uint8Array.from(bssid) }),
    ...(channel === undefined ? {} : { channel }),
  };
}
