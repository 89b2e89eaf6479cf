import {
  disconnectReasons,
  type HeardNetwork,
  type RadioScanOptions,
  type WifiCredentials,
  type WifiDriver,
  type WifiEvent,
} from '@esp-prov/device';
import { foreignText, ProvisioningError, withDeadline } from '@esp-prov/protocol';
import { meansAbsent, noRadio } from '../wifi/daemon-error.ts';
import { Listeners } from '../wifi/listeners.ts';
import { readBssList } from './bss-list.ts';
import { frequencyOfChannel } from './channel-frequency.ts';
import { controlledInterface, type WpaContext } from './controlled-interface.ts';
import { type JoinedNetwork, joinOnce } from './join-network.ts';
import { LinkWatch } from './link-watch.ts';
import { removeNetwork, setEnabled } from './own-networks.ts';
import { scanNetworks } from './scan-networks.ts';
import { meansGone, wpaError } from './wpa-error.ts';
import { wpaTag } from './wpa-names.ts';

/** Longest wait of a scan for a radio that has gone. */
const scanRadioMs = 5000;
/** Rest before another attempt. */
const againRestMs = 500;
/** Attempts that have to fail for want of the right passphrase before it is called wrong. */
const triesForAuthError = 2;

/** The station of a board under wpa_supplicant. */
export class WpaStation implements WifiDriver {
  readonly #context: WpaContext;
  readonly #interfaceName: string;
  readonly #isHotspot: () => boolean;
  readonly #events = new Listeners<WifiEvent>();
  readonly #link: LinkWatch;
  #attempt = new AbortController();
  /** Joins, and what is put away after them, one after another. */
  #queue: Promise<unknown> = Promise.resolve();
  #joined: JoinedNetwork | undefined;

  /** @param isHotspot - whether the interface is an access point of ours now */
  constructor(context: WpaContext, interfaceName: string, isHotspot: () => boolean) {
    this.#context = context;
    this.#interfaceName = interfaceName;
    this.#isHotspot = isHotspot;
    this.#link = new LinkWatch(context, interfaceName, (event) => this.#events.tell(event));
    // An attempt that is not made is given up already.
    this.#attempt.abort();
  }

  /** The network that a join has brought last, whether or not the board is in it at the moment. */
  get joined(): JoinedNetwork | undefined {
    return this.#joined;
  }

  /** Whether the board is in the network that was joined. */
  get connected(): boolean {
    return this.#link.connected;
  }

  start(): void {
    this.#events.tell({ kind: 'station-started' });
  }

  watch(listener: (event: WifiEvent) => void): () => void {
    return this.#events.add(listener);
  }

  /** @throws ProvisioningError of the family `board`, or the reason of the signal */
  async scan({ channel, passive, signal }: RadioScanOptions): Promise<readonly HeardNetwork[]> {
    signal?.throwIfAborted();
    const { daemon, clock } = this.#context;
    const frequency = channel === undefined ? undefined : frequencyOfChannel(channel);
    try {
      if (this.#isHotspot()) throw this.#busy();
      const path = await this.#radio(scanRadioMs, signal);
      const began = clock.now();
      await scanNetworks(daemon, path, { clock, passive, frequency, signal });
      return (await readBssList({ daemon, clock }, path, signal))
        .filter((each) => each.heardAt >= began && (channel === undefined || each.channel === channel))
        .map(({ ssid, bssid, channel, rssi, authMode }) => ({ ssid, bssid, channel, rssi, authMode }));
    } catch (error) {
      throw wpaError(error, 'scan');
    }
  }

  join(network: WifiCredentials): void {
    const { ssid, passphrase, bssid, channel } = network;
    const credentials = {
      ssid: Uint8Array.from(ssid),
      passphrase: Uint8Array.from(passphrase),
      ...(bssid === undefined ? {} : { bssid: Uint8Array.from(bssid) }),
      ...(channel === undefined ? {} : { channel }),
    };
    this.#drop();
    const attempt = new AbortController();
    this.#attempt = attempt;
    this.#enqueue(async () => {
      const event = await this.#run(credentials, attempt.signal);
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

  /** Watches a network that was joined, or one that is kept and may be joined by wpa_supplicant at any time. */
  adopt(joined: JoinedNetwork, connected: boolean): void {
    this.#joined = joined;
    this.#link.follow(joined, connected);
  }

  /** Gives up the attempt alone. */
  async giveUp(): Promise<void> {
    this.#attempt.abort();
    await this.#queue;
  }

  /** Forgets what was joined, without ending it: its network is removed by another hand. */
  disown(): void {
    this.#joined = undefined;
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
    this.disown();
    const { daemon } = this.#context;
    this.#enqueue(() =>
      // A network that is kept stays, and is not joined until it is restored or the joins are given up.
      joined.isKept ? setEnabled(daemon, joined.network, false) : removeNetwork(daemon, joined.path, joined.network),
    );
    return wasConnected;
  }

  #enqueue(task: () => Promise<void>): void {
    const { log } = this.#context;
    this.#queue = this.#queue.then(task).catch((error: unknown) => {
      if (!meansAbsent(error)) log('error', wpaTag, foreignText(String(error)));
    });
  }

  async #run(credentials: WifiCredentials, signal: AbortSignal): Promise<WifiEvent | undefined> {
    const { log } = this.#context;
    try {
      if (this.#isHotspot()) throw this.#busy();
      return await this.#attempts(credentials, signal);
    } catch (error) {
      if (signal.aborted) return undefined;
      log('error', wpaTag, `the join has failed: ${foreignText(String(wpaError(error, 'join')))}`);
      return { kind: 'disconnected', reason: disconnectReasons.connectionFail };
    }
  }

  /** Without a limit: as long as there is no verdict, clients are told that the board is still connecting. */
  async #attempts(credentials: WifiCredentials, signal: AbortSignal): Promise<WifiEvent> {
    const { clock, log } = this.#context;
    for (let tries = 0; ; await clock.sleep(againRestMs, { signal })) {
      try {
        const path = await this.#radio(undefined, signal);
        const place = { path, interfaceName: this.#interfaceName };
        const outcome = await joinOnce(this.#context, place, { credentials, signal });
        if (outcome.kind === 'joined') {
          if (signal.aborted) await removeNetwork(this.#context.daemon, path, outcome.joined.network);
          signal.throwIfAborted();
          this.adopt(outcome.joined, true);
          return { kind: 'got-ip', connection: outcome.connection };
        }
        if (outcome.kind === 'again') continue;
        log('info', wpaTag, outcome.why);
        // A handshake that failed while the router starts looks the same, so the first one does not count.
        if (outcome.kind === 'wrong-key' && ++tries < triesForAuthError) continue;
        return { kind: 'disconnected', reason: outcome.reason };
      } catch (error) {
        signal.throwIfAborted();
        if (!meansAbsent(error) && !meansGone(error)) throw error;
        log('info', wpaTag, `interrupted: ${foreignText(String(error))}`);
      }
    }
  }

  async #radio(limitMs: number | undefined, signal: AbortSignal | undefined): Promise<string> {
    const { clock, log } = this.#context;
    const onWaiting = (what: string) => log('warn', wpaTag, `waiting for ${what}`);
    const wait = (both: AbortSignal | undefined) =>
      controlledInterface(this.#context, this.#interfaceName, { signal: both, onWaiting });
    if (limitMs === undefined) return await wait(signal);
    return await withDeadline({ clock, ms: limitMs, reason: () => noRadio(this.#interfaceName), signal }, wait);
  }

  #busy(): ProvisioningError {
    const text = `${this.#interfaceName} is an access point now, and neither hears nor joins anything`;
    return new ProvisioningError('board/refused', text, { details: { interface: this.#interfaceName } });
  }
}
