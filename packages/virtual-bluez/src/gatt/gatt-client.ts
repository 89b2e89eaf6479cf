import type { Daemon } from '../daemon.ts';
import { AttFailure, attErrors, maxValue } from '../radio/att.ts';
import type { BluezFault } from '../radio/faults.ts';
import type { Link } from '../radio/link.ts';
import { sufferDelay } from '../radio/suffer.ts';
import type { LocalCharacteristic, LocalService } from './attribute.ts';
import type { GattManager } from './gatt-manager.ts';
import { type RequestContext, serveRead, serveWrite } from './gatt-server.ts';
import { Subscriptions } from './subscriptions.ts';

/** The attribute that is meant, as the central knows it. */
export interface RemoteAttributeId {
  readonly handle: number;
  readonly uuid: string;
}

/** What a client needs to know of the two sides. */
export interface GattClientOptions {
  /** The central's bluetoothd. */
  readonly daemon: Daemon;
  readonly link: Link;
  /** Name of the central's adapter, such as `hci0`. */
  readonly adapter: string;
  /** The services of the peripheral. */
  readonly peer: GattManager;
  /** Object of the central on the peripheral's side. */
  readonly devicePath: string;
}

/** The requests of a central over a link. */
export class GattClient {
  readonly #options: GattClientOptions;
  readonly #subscriptions: Subscriptions;

  constructor(options: GattClientOptions) {
    this.#options = options;
    this.#subscriptions = new Subscriptions(options.peer.daemon, options.link);
  }

  /** Longest packet of the Attribute Protocol in bytes. */
  get mtu(): number {
    return this.#options.link.mtu;
  }

  /** The services that the peripheral has now. */
  get services(): readonly LocalService[] {
    return this.#options.peer.services;
  }

  /** Calls `listener` when the peripheral says that its services have changed. */
  onServicesChanged(listener: () => void): () => void {
    return this.#options.peer.onChange(listener);
  }

  /** Reads a value from `offset` on, in as many requests as it takes. @throws AttFailure */
  async read({ handle, uuid }: RemoteAttributeId, offset: number): Promise<Uint8Array> {
    const { peer } = this.#options;
    let fault = this.#take('read', uuid);
    const pieces: Uint8Array[] = [];
    let at = offset;
    for (;;) {
      const piece = await this.#request(fault, () =>
        serveRead(peer.daemon, peer.attribute(handle), at, this.#context()),
      );
      fault = undefined;
      pieces.push(piece);
      at += piece.length;
      // A full packet means that there may be more.
      if (piece.length < this.mtu - 1 || at >= maxValue) break;
    }
    return new Uint8Array(Buffer.concat(pieces));
  }

  /** Writes a value and waits until the peripheral has taken it. @throws AttFailure */
  async write({ handle, uuid }: RemoteAttributeId, value: Uint8Array, offset: number): Promise<void> {
    const { peer } = this.#options;
    await this.#request(this.#take('write', uuid), () =>
      serveWrite(peer.daemon, peer.attribute(handle), value, offset, this.#context()),
    );
  }

  /** Writes a value without an answer. */
  command({ handle }: RemoteAttributeId, value: Uint8Array): void {
    const { peer, link } = this.#options;
    if (link.gone.aborted) return;
    try {
      serveWrite(peer.daemon, peer.attribute(handle), value, 0, this.#context()).catch(() => undefined);
    } catch {
      // The attribute is gone: a command has no answer that could report it.
    }
  }

  /** Has `listener` called with every value that the peripheral notifies, until the returned function is called. */
  async subscribe({ handle }: RemoteAttributeId, listener: (value: Uint8Array) => void): Promise<() => Promise<void>> {
    return await this.#request(undefined, async () => {
      const attribute = this.#options.peer.attribute(handle);
      if (!('properties' in attribute)) throw new AttFailure(attErrors.requestNotSupported);
      return await this.#subscriptions.add(attribute as LocalCharacteristic, listener);
    });
  }

  #take(at: 'read' | 'write', uuid: string): BluezFault | undefined {
    const { daemon, adapter } = this.#options;
    return daemon.faults.take({ at, adapter, uuid });
  }

  #request<T>(fault: BluezFault | undefined, task: () => Promise<T>): Promise<T> {
    const { daemon, link } = this.#options;
    return link.request(async () => {
      await sufferDelay(fault, daemon.clock, link.gone);
      if (fault?.drop === 'before') link.drop();
      link.gone.throwIfAborted();
      if (fault?.attError !== undefined) throw new AttFailure(fault.attError);
      const result = await task();
      if (fault?.drop === 'after') link.drop();
      return result;
    });
  }

  #context(): RequestContext {
    const { link, devicePath } = this.#options;
    return { devicePath, mtu: link.mtu, encrypted: link.encrypted };
  }
}
