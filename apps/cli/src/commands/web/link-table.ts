import type { Transport } from '@esp-prov/client';
import {
  type Bytes,
  type Clock,
  ProvisioningError,
  type Random,
  systemClock,
  systemRandom,
  toHex,
} from '@esp-prov/protocol';

/** A link that a page holds. */
export interface HeldLink {
  readonly id: string;
  readonly transport: Transport;
}

/** How many links are held, and how long. */
export interface LinkTableOptions {
  readonly mostLinks?: number | undefined;
  /** Time without an exchange after which a link is closed, in ms; default: ten minutes. */
  readonly idleMs?: number | undefined;
  readonly clock?: Clock | undefined;
  readonly random?: Random | undefined;
}

interface Slot {
  /** What the link leads to: a page that opens the same anew, as after a reload, takes the place of the one before. */
  readonly target: string;
  readonly ended: AbortController;
  transport: Transport | undefined;
  busy: boolean;
  idle: AbortController | undefined;
}

/**
 * The links that pages hold by way of the helper: a few at a time, one exchange at a time on each. What is too much is
 * refused at once, so that nothing waits and piles up.
 */
export class LinkTable implements AsyncDisposable {
  readonly #slots = new Map<string, Slot>();
  readonly #mostLinks: number;
  readonly #idleMs: number;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #closing = new Set<Promise<void>>();

  constructor(options: LinkTableOptions = {}) {
    this.#mostLinks = options.mostLinks ?? 4;
    this.#idleMs = options.idleMs ?? 600_000;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? systemRandom;
  }

  /** Number of links that are held or being opened. */
  get size(): number {
    return this.#slots.size;
  }

  /** Opens a link in place of another one to the same target. @throws ProvisioningError `helper/busy` */
  async open(target: string, opening: (signal: AbortSignal) => Promise<Transport>): Promise<HeldLink> {
    await Promise.all([...this.#slots].flatMap(([id, slot]) => (slot.target === target ? [this.close(id)] : [])));
    if (this.#slots.size >= this.#mostLinks) {
      throw new ProvisioningError('helper/busy', `the helper holds ${this.#mostLinks} links already`);
    }
    const id = toHex(this.#random(8));
    const slot: Slot = { target, ended: new AbortController(), transport: undefined, busy: true, idle: undefined };
    this.#slots.set(id, slot);
    try {
      const transport = await opening(slot.ended.signal);
      if (slot.ended.signal.aborted) {
        await closeQuietly(transport);
        slot.ended.signal.throwIfAborted();
      }
      slot.transport = transport;
      this.#rest(id, slot);
      return { id, transport };
    } catch (error) {
      this.#slots.delete(id);
      throw error;
    }
  }

  /** Whether a link that was opened is gone for good. */
  isLost(id: string): boolean {
    const slot = this.#slots.get(id);
    return slot === undefined || slot.transport?.lost?.aborted === true;
  }

  /** Makes one exchange. @throws ProvisioningError `helper/busy` while another one is under way, and those of the link */
  async exchange(id: string, endpoint: string, request: Bytes, signal: AbortSignal): Promise<Bytes> {
    return await this.use(id, signal, (transport, both) => transport.exchange(endpoint, request, { signal: both }));
  }

  /** Uses a link alone. @throws as `exchange` */
  async use<T>(
    id: string,
    signal: AbortSignal,
    task: (transport: Transport, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const slot = this.#slot(id);
    if (slot.busy) throw new ProvisioningError('helper/busy', 'another exchange is under way on this link');
    slot.busy = true;
    slot.idle?.abort();
    try {
      return await task(slot.transport as Transport, AbortSignal.any([signal, slot.ended.signal]));
    } finally {
      this.#rest(id, slot);
    }
  }

  /** Closes a link; one that is not there is closed already. */
  async close(id: string): Promise<void> {
    const slot = this.#slots.get(id);
    if (!slot) return;
    this.#slots.delete(id);
    slot.idle?.abort();
    // Not `link/closed`, which says that nothing was sent: an exchange may be under way.
    slot.ended.abort(new ProvisioningError('link/lost', 'the link was closed or opened anew'));
    if (!slot.transport) return;
    const closing = closeQuietly(slot.transport).finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
    await closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#slots.keys()].map((id) => this.close(id)));
    await Promise.all(this.#closing);
  }

  #slot(id: string): Slot {
    const slot = this.#slots.get(id);
    if (slot?.transport) return slot;
    throw new ProvisioningError('link/lost', 'the helper has closed this link', { details: { sent: false } });
  }

  /** Waits for the next exchange, and closes the link when none comes. */
  #rest(id: string, slot: Slot): void {
    slot.busy = false;
    const idle = new AbortController();
    slot.idle = idle;
    if (slot.ended.signal.aborted) return;
    this.#clock.sleep(this.#idleMs, { signal: idle.signal }).then(
      () => this.close(id),
      () => undefined,
    );
  }
}

async function closeQuietly(transport: Transport): Promise<void> {
  await Promise.resolve(transport[Symbol.asyncDispose]()).catch(() => undefined);
}
