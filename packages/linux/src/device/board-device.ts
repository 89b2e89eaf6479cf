import type { ManagerEvent, WifiConnection } from '@esp-prov/device';
import { foreignText, ProvisioningError, untilAborted } from '@esp-prov/protocol';
import type { ControlFacts } from '../control/control-object.ts';
import type { PolicyEffect } from '../policy/policy-state.ts';
import { PolicyRunner } from '../policy/run-policy.ts';
import type { BoardIdentity, BoardState } from '../state/board-state.ts';
import type { BoardParts } from './board-parts.ts';
import type { DeviceEvents } from './device-events.ts';
import type { LinuxDevice, LinuxDeviceEvent } from './linux-device.ts';
import { type HostParts, OfferHost } from './offer-host.ts';
import type { OfferTransportContext } from './offer-transport.ts';
import { offersSession, openHostParts } from './open-host-parts.ts';

/** What is there when a device begins. */
export interface BoardContext extends Omit<OfferTransportContext, 'onUseless'> {
  readonly parts: BoardParts;
  readonly state: BoardState;
  readonly events: DeviceEvents;
  /** See {@link LinuxDevice.lost}. */
  readonly lost: AbortSignal;
  /** Whether a network of ours is kept, and how often in a row the board has started without one. */
  readonly provisioned: boolean;
  readonly failedBoots: number;
}

/** A board that is a device: joins the start policy, the offer of provisioning and the network. */
export class BoardDevice implements LinuxDevice {
  readonly lost: AbortSignal;
  readonly #context: BoardContext;
  readonly #policy: PolicyRunner;
  readonly #host: OfferHost;
  readonly #onlineWaits = new Set<() => void>();
  readonly #unwatch: () => void;
  /** Beginnings and ends, one after another. */
  #tail: Promise<unknown> = Promise.resolve();
  /** Aborted when what is being offered is not wanted any more. */
  #wanted = new AbortController();
  #offered = false;
  #provisioned: boolean;
  #lastAddress: string | undefined;
  #closing = false;

  constructor(context: BoardContext) {
    this.#context = context;
    this.#provisioned = context.provisioned;
    const { wifi, options, clock, log, state } = context;
    const { transport = 'ble' } = options;
    this.#policy = new PolicyRunner(
      { ...options.start, canStayOnline: transport === 'ble' },
      { clock, perform: (effect) => this.#perform(effect) },
    );
    this.#host = new OfferHost({
      state,
      wifi,
      log,
      sessionOnly: offersSession(options),
      open: (onEvent) => this.#openHost(onEvent),
      tell: (event) => this.#tell(event),
      onProgress: (kind) => this.#policy.dispatch({ kind }),
      onKept: (connection) => this.#noteKept(connection),
    });
    this.#unwatch = wifi.watchOnline((online) => this.#noteOnline(online));
    this.lost = context.lost;
    this.lost.addEventListener('abort', () => {
      log('error', 'board', foreignText(String(this.lost.reason)));
      this.#wakeWaits();
    });
  }

  get identity(): BoardIdentity {
    return this.#context.identity;
  }

  /** What other programs may know of it. */
  get facts(): ControlFacts {
    const { identity, wifi } = this.#context;
    return {
      state: this.#offered ? 'offering' : 'idle',
      name: identity.name,
      provisioned: this.#provisioned,
      online: wifi.isOnline(),
    };
  }

  /** Does what the policy says of a start. */
  begin(): void {
    const { wifi, failedBoots, options } = this.#context;
    const online = wifi.isOnline();
    if (online) this.#noteOnline(true);
    this.#policy.dispatch({ kind: 'started', provisioned: this.#provisioned, online, failedBoots });
    if (offersSession(options) && this.#policy.state.offered === undefined) {
      this.#enqueue('offer the session', () => this.#host.serveSession(this.#wanted.signal));
    }
  }

  async isProvisioned(): Promise<boolean> {
    return (await this.#context.state.proven()) !== undefined;
  }

  async offer(): Promise<void> {
    this.#requireOpen();
    this.#policy.dispatch({ kind: 'demand' });
  }

  async withdraw(): Promise<void> {
    this.#requireOpen();
    const wasOffered = this.#policy.state.offered !== undefined;
    this.#policy.dispatch({ kind: 'withdraw' });
    // What else is under way may wait for an adapter for ever.
    if (wasOffered) await this.#tail;
  }

  async reset(): Promise<void> {
    this.#requireOpen();
    const wasOffered = this.#policy.state.offered !== undefined;
    // A join that goes on would bring back what is forgotten.
    if (this.#host.hasCredentials) await this.withdraw();
    // First on the disk: a start after a power cut tells the Wi-Fi service to forget as well.
    await this.#context.state.forgetNetwork();
    await this.#host.forget();
    await this.#forgotten();
    if (wasOffered && this.#policy.state.offered === undefined) this.#policy.dispatch({ kind: 'demand' });
  }

  watch(listener: (event: LinuxDeviceEvent) => void): () => void {
    return this.#context.events.watch(listener);
  }

  async whenOnline({ signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<{ readonly ip4: string }> {
    for (;;) {
      signal?.throwIfAborted();
      this.#requireOpen();
      this.lost.throwIfAborted();
      const ip4 = this.#address();
      if (ip4 !== undefined) return { ip4 };
      let wake: () => void = () => undefined;
      const changed = new Promise<void>((resolve) => {
        wake = resolve;
      });
      this.#onlineWaits.add(wake);
      await untilAborted(changed, signal).finally(() => this.#onlineWaits.delete(wake));
    }
  }

  /** Ends what is offered. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    this.#policy[Symbol.dispose]();
    this.#wanted.abort(new ProvisioningError('manager/invalid-state', 'the device has ended'));
    await this.#tail;
    try {
      await this.#host.close();
    } finally {
      this.#end('stopped');
      this.#unwatch();
      this.#wakeWaits();
    }
  }

  async #openHost(onEvent: (event: ManagerEvent) => void): Promise<HostParts> {
    const { parts, ...context } = this.#context;
    const { openTransport, random } = parts;
    return await openHostParts({
      ...context,
      random,
      openTransport,
      onEvent,
      onUseless: () => this.#host.endUseless(),
      onClient: () => this.#policy.dispatch({ kind: 'client' }),
      onForgotten: () => this.#forgotten(),
    });
  }

  #perform(effect: Extract<PolicyEffect, { kind: 'begin' | 'end' }>): void {
    if (effect.kind === 'begin') return this.#begin(effect.reason);
    // What is still being opened need not be waited for.
    this.#wanted.abort(new ProvisioningError('manager/invalid-state', 'provisioning is not offered any more'));
    this.#wanted = new AbortController();
    this.#enqueue('end provisioning', async () => {
      await this.#host.end();
      this.#end(effect.why);
    });
  }

  #begin(reason: Extract<PolicyEffect, { kind: 'begin' }>['reason']): void {
    const { signal } = this.#wanted;
    const transport = this.#context.options.transport ?? 'ble';
    this.#enqueue('offer provisioning', async () => {
      if (signal.aborted) return;
      try {
        await this.#host.begin(signal);
      } catch (error) {
        if (signal.aborted) return;
        this.#offered = true;
        this.#policy.dispatch({ kind: 'failed' });
        throw error;
      }
      this.#offered = true;
      this.#tell({ kind: 'offering', reason, transport });
    });
  }

  /** Tells the end of an offer once. */
  #end(why: Extract<LinuxDeviceEvent, { kind: 'idle' }>['why']): void {
    if (!this.#offered) return;
    this.#offered = false;
    this.#tell({ kind: 'idle', why });
    this.#wakeWaits();
  }

  #enqueue(what: string, task: () => Promise<void>): void {
    const { log } = this.#context;
    this.#tail = this.#tail
      .then(task)
      .catch((error) => log('error', 'board', `could not ${what}: ${foreignText(String(error))}`));
  }

  #noteOnline(online: boolean): void {
    const { state, log } = this.#context;
    this.#tell({ kind: online ? 'online' : 'offline' });
    this.#policy.dispatch({ kind: online ? 'online' : 'offline' });
    this.#wakeWaits();
    if (!online) return;
    state
      .noteOnline()
      .catch((error) => log('warn', 'board', `the start is not counted: ${foreignText(String(error))}`));
  }

  #noteKept({ ip4 }: WifiConnection): void {
    this.#provisioned = true;
    this.#lastAddress = ip4;
    this.#wakeWaits();
  }

  /** The disk has no network any more: now the Wi-Fi service forgets it. */
  async #forgotten(): Promise<void> {
    this.#provisioned = false;
    this.#lastAddress = undefined;
    try {
      await this.#context.wifi.forget();
    } finally {
      this.#policy.dispatch({ kind: 'forgotten' });
    }
  }

  /** Returns the address in a network that was provisioned; undefined while the board is in none. */
  #address(): string | undefined {
    const { wifi, parts, options } = this.#context;
    if (!this.#provisioned || !wifi.isOnline()) return undefined;
    // While the board is an access point, the address of its radio is that of the access point.
    if (this.#offered && options.transport === 'softap') return this.#lastAddress;
    return parts.addressOf(wifi.interfaceName) ?? this.#lastAddress;
  }

  #wakeWaits(): void {
    for (const wake of [...this.#onlineWaits]) wake();
  }

  #requireOpen(): void {
    if (this.#closing) throw new ProvisioningError('manager/invalid-state', 'the device has ended');
  }

  #tell(event: LinuxDeviceEvent): void {
    this.#context.events.tell(event);
  }
}
