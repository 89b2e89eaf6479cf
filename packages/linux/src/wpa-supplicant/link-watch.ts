import type { ReceivedSignal } from '@esp-prov/dbus';
import { disconnectReasons, type WifiEvent } from '@esp-prov/device';
import { numberOf, textOf, valuesOf } from '../wifi/daemon-values.ts';
import type { WpaContext } from './controlled-interface.ts';
import { connectionOf, type JoinedNetwork } from './join-network.ts';
import { usableAddresses } from './usable-address.ts';

/** Pause between looks for an address after the link has come back, in ms. */
const addressLookMs = 500;

/** States of an interface that is in no network. Others are also those of a change to another access point. */
const lost: ReadonlySet<string> = new Set(['disconnected', 'inactive', 'scanning', 'interface_disabled']);

/** Watches a network that was joined: says when its link is lost, and when it is back with an address. */
export class LinkWatch {
  readonly #context: WpaContext;
  readonly #interfaceName: string;
  readonly #tell: (event: WifiEvent) => void;
  readonly #stops: readonly (() => void)[];
  #joined: JoinedNetwork | undefined;
  #connected = false;
  #wait = new AbortController();

  constructor(context: WpaContext, interfaceName: string, tell: (event: WifiEvent) => void) {
    this.#context = context;
    this.#interfaceName = interfaceName;
    this.#tell = tell;
    this.#stops = [
      context.daemon.onSignal((signal) => this.#hear(signal)),
      context.daemon.onPresence((present) => present || this.#lose(disconnectReasons.assocLeave)),
    ];
  }

  /** Whether the board is in the network that is watched. */
  get connected(): boolean {
    return this.#connected;
  }

  /** Watches a network, which the board is in now or not; undefined: none. */
  follow(joined: JoinedNetwork | undefined, connected: boolean = false): void {
    this.#wait.abort();
    this.#joined = joined;
    this.#connected = joined !== undefined && connected;
    if (joined !== undefined && !connected) this.#return();
  }

  close(): void {
    this.#wait.abort();
    for (const stop of this.#stops) stop();
  }

  #hear({ path, member, body }: ReceivedSignal): void {
    if (this.#joined === undefined) return;
    if (member === 'InterfaceRemoved' && body[0] === this.#joined.path) this.#lose(disconnectReasons.assocLeave);
    if (path !== this.#joined.path) return;
    if (member === 'NetworkRemoved' && body[0] === this.#joined.network) this.#lose(disconnectReasons.assocLeave);
    if (member !== 'PropertiesChanged') return;
    const values = valuesOf(body[1]);
    // The property keeps its value, so only the signal of it tells something.
    const reason = values['DisconnectReason'];
    const state = textOf(values['State']);
    if (reason !== undefined) this.#lose(Math.abs(numberOf(reason)));
    else if (lost.has(state)) this.#lose(undefined);
    if (state === 'completed' && reason === undefined) this.#return();
  }

  #lose(reason: number | undefined): void {
    this.#wait.abort();
    if (!this.#connected) return;
    this.#connected = false;
    this.#tell({ kind: 'disconnected', reason: reasonOf(reason) });
  }

  #return(): void {
    const joined = this.#joined;
    if (this.#connected || joined === undefined) return;
    this.#wait.abort();
    this.#wait = new AbortController();
    const { signal } = this.#wait;
    this.#untilAddress(joined, signal).catch(() => undefined);
  }

  async #untilAddress(joined: JoinedNetwork, signal: AbortSignal): Promise<void> {
    const { board, clock, daemon } = this.#context;
    for (;;) {
      const [ip4] = usableAddresses(board.ip4(), this.#interfaceName);
      const current = await daemon.property(joined.path, 'fi.w1.wpa_supplicant1.Interface', 'CurrentNetwork', signal);
      if (current !== joined.network) return;
      const connection =
        ip4 === undefined ? undefined : await connectionOf(this.#context, joined.path, joined.credentials, ip4, signal);
      if (connection !== undefined) {
        signal.throwIfAborted();
        this.#connected = true;
        this.#tell({ kind: 'got-ip', connection });
        return;
      }
      await clock.sleep(addressLookMs, { signal });
    }
  }
}

/** Reasons of IEEE 802.11 are the same numbers in ESP-IDF; one that cannot be there is an unspecific end. */
function reasonOf(reason: number | undefined): number {
  return reason !== undefined && Number.isInteger(reason) && reason >= 1 && reason <= 255
    ? reason
    : disconnectReasons.assocLeave;
}
