import {
  disconnectReasons,
  type HeardNetwork,
  type RadioScanOptions,
  type WifiCredentials,
  type WifiDriver,
  type WifiEvent,
} from '@esp-prov/device';
import { foreignText, withDeadline } from '@esp-prov/protocol';
import { meansAbsent, noRadio } from '../wifi/daemon-error.ts';
import { Listeners } from '../wifi/listeners.ts';
import { readAccessPoints } from './access-points.ts';
import { activeOfDevice, deactivate } from './active-connection.ts';
import { type JoinContext, type JoinedNetwork, joinOnce, joinTag, verdictReasons } from './join-network.ts';
import { LinkWatch } from './link-watch.ts';
import { meansGone } from './nm-error.ts';
import { explainFailure, permissions } from './permissions.ts';
import { isOurUuid } from './profile-mark.ts';
import { deleteProfile } from './profiles.ts';
import { type Radio, waitForRadio } from './radio.ts';
import { scanNetworks } from './scan-networks.ts';

/** Longest time for a join with all its attempts; DHCP alone takes NetworkManager 45 s to give up. */
const joinLimitMs = 120_000;
/** Longest wait of a scan for a radio that has gone. */
const scanRadioMs = 5000;
/** Rest before another attempt. */
const againRestMs = 500;
/** Age up to which a scan will do, should NetworkManager refuse another one. */
const freshMs = 30_000;

/** The station of a board under NetworkManager. */
export class NmStation implements WifiDriver {
  readonly #context: JoinContext;
  readonly #interfaceName: string;
  readonly #events = new Listeners<WifiEvent>();
  readonly #link: LinkWatch;
  #attempt = new AbortController();
  /** Joins, and what is put away after them, one after another. */
  #queue: Promise<unknown> = Promise.resolve();
  #joined: JoinedNetwork | undefined;
  #kept = false;
  /** Profile that the board used before the first join; undefined for none. */
  #former: string | undefined;
  #scannedAt = Number.NEGATIVE_INFINITY;

  constructor(context: JoinContext, interfaceName: string) {
    this.#context = context;
    this.#interfaceName = interfaceName;
    this.#link = new LinkWatch(context, interfaceName, (event) => this.#events.tell(event));
    // An attempt that is not made is given up already.
    this.#attempt.abort();
  }

  /** The network that a join has brought last, whether or not the board is in it at the moment. */
  get joined(): JoinedNetwork | undefined {
    return this.#joined;
  }

  /** Whether the board is in a network of ours now. */
  get connected(): boolean {
    return this.#link.connected;
  }

  /** UUID of the profile that the board used before the first join; undefined for none. */
  get former(): string | undefined {
    return this.#former;
  }

  start(): void {
    this.#events.tell({ kind: 'station-started' });
  }

  watch(listener: (event: WifiEvent) => void): () => void {
    return this.#events.add(listener);
  }

  /** @throws ProvisioningError of the family `board`, or the reason of the signal */
  async scan({ channel, signal }: RadioScanOptions): Promise<readonly HeardNetwork[]> {
    signal?.throwIfAborted();
    const { daemon, clock } = this.#context;
    try {
      const radio = await this.#radio(scanRadioMs, signal);
      const isFresh = () => clock.now() - this.#scannedAt < freshMs;
      if (await scanNetworks(daemon, radio.path, { clock, isFresh, signal })) {
        this.#scannedAt = clock.now();
      }
      const heard = await readAccessPoints(daemon, radio.path, signal);
      return heard
        .filter((each) => channel === undefined || each.channel === channel)
        .map(({ ssid, bssid, channel, rssi, authMode }) => ({ ssid, bssid, channel, rssi, authMode }));
    } catch (error) {
      throw await explainFailure(daemon, error, { doing: 'scan', needs: permissions.scan });
    }
  }

  join(network: WifiCredentials): void {
    const { ssid, passphrase, bssid, channel } = network;
    const copy = {
      ssid: Uint8Array.from(ssid),
      passphrase: Uint8Array.from(passphrase),
      ...(bssid === undefined ? {} : { bssid: Uint8Array.from(bssid) }),
      ...(channel === undefined ? {} : { channel }),
    };
    this.#drop();
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.#enqueue(async () => {
      const event = await this.#run(copy, attempt.signal);
      if (event !== undefined && !attempt.signal.aborted) this.#events.tell(event);
      attempt.abort();
    });
  }

  leave(): void {
    if (this.#drop()) this.#events.tell({ kind: 'disconnected', reason: disconnectReasons.assocLeave });
  }

  /** Returns when nothing is under way any more. */
  async settled(): Promise<void> {
    await this.#queue;
  }

  /** Whether what was joined is kept, so that its profile stays when the station leaves it. */
  get kept(): boolean {
    return this.#kept;
  }

  /** Says that what was joined is on the disk now. */
  noteKept(): void {
    this.#kept = true;
  }

  /** Watches a profile of ours that was not joined here. */
  adopt(uuid: string, ssid: Uint8Array): void {
    this.#link.follow({ uuid, ssid: Uint8Array.from(ssid) });
  }

  /** Forgets what was joined, without ending it: its profile is deleted by another hand. */
  disown(): void {
    this.#joined = undefined;
    this.#kept = false;
    this.#link.follow(undefined);
  }

  /** Gives up the attempt; what was joined stays. */
  async close(): Promise<void> {
    this.#attempt.abort();
    await this.#queue;
    this.#link.close();
    this.#events.clear();
  }

  /** Gives up the attempt and what was joined; returns whether the board was in it. */
  #drop(): boolean {
    this.#attempt.abort();
    const joined = this.#joined;
    if (joined === undefined) return false;
    const wasConnected = this.#link.connected;
    const kept = this.#kept;
    this.disown();
    this.#enqueue(() => this.#end(joined, kept));
    return wasConnected;
  }

  #enqueue(task: () => Promise<void>): void {
    const { log } = this.#context;
    this.#queue = this.#queue.then(task).catch((error: unknown) => log('error', joinTag, foreignText(String(error))));
  }

  async #run(network: WifiCredentials, signal: AbortSignal): Promise<WifiEvent | undefined> {
    const { clock, log } = this.#context;
    const overdue = new Error('the join took too long');
    try {
      return await withDeadline({ clock, ms: joinLimitMs, reason: () => overdue, signal }, (both) =>
        this.#attempts(network, both),
      );
    } catch (error) {
      if (signal.aborted) return undefined;
      log('error', joinTag, `the join has failed: ${foreignText(String(error))}`);
      return { kind: 'disconnected', reason: disconnectReasons.connectionFail };
    }
  }

  async #attempts(network: WifiCredentials, signal: AbortSignal): Promise<WifiEvent> {
    const { daemon, clock, log } = this.#context;
    for (let tries = 0; ; await clock.sleep(againRestMs, { signal })) {
      try {
        const radio = await this.#radio(undefined, signal);
        await this.#noteFormer(radio, signal);
        const outcome = await joinOnce(this.#context, radio, { network, tries, signal });
        if (outcome.kind === 'joined') {
          signal.throwIfAborted();
          this.#joined = outcome.joined;
          this.#link.follow({ uuid: outcome.joined.uuid, ssid: network.ssid }, 'connected');
          return { kind: 'got-ip', connection: outcome.joined.connection };
        }
        log('info', joinTag, `${outcome.kind}: ${outcome.why}`);
        if (outcome.kind === 'refused') return { kind: 'disconnected', reason: outcome.reason };
        if (outcome.kind === 'auth-error' || outcome.kind === 'not-found') {
          return { kind: 'disconnected', reason: verdictReasons[outcome.kind] };
        }
        if (outcome.kind === 'again') tries++;
      } catch (error) {
        signal.throwIfAborted();
        if (!meansAbsent(error) && !meansGone(error)) {
          throw await explainFailure(daemon, error, { doing: 'join a network', needs: permissions.join });
        }
        log('info', joinTag, `interrupted: ${foreignText(String(error))}`);
      }
    }
  }

  async #radio(limitMs: number | undefined, signal: AbortSignal | undefined): Promise<Radio> {
    const { daemon, clock, log } = this.#context;
    const onWaiting = (what: string) => log('warn', joinTag, `waiting for ${what}`);
    const wait = (both: AbortSignal | undefined) =>
      waitForRadio(daemon, this.#interfaceName, { signal: both, onWaiting });
    if (limitMs === undefined) return await wait(signal);
    return await withDeadline({ clock, ms: limitMs, reason: () => noRadio(this.#interfaceName), signal }, wait);
  }

  async #noteFormer(radio: Radio, signal: AbortSignal): Promise<void> {
    const active = await activeOfDevice(this.#context.daemon, radio.path, signal);
    if (active !== undefined && !isOurUuid(active.uuid)) this.#former = active.uuid;
  }

  async #end({ active, profile }: JoinedNetwork, kept: boolean): Promise<void> {
    const { daemon } = this.#context;
    if (!daemon.present) return;
    await deactivate(daemon, active);
    if (!kept) await deleteProfile(daemon, profile);
  }
}
