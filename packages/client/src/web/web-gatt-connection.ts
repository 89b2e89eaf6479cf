import { type Clock, isProvisioningError, ProvisioningError, untilAborted, withDeadline } from '@esp-prov/protocol';
import type { GattConnection, RemoteService } from '../ble/ble-central.ts';
import type { CallOptions } from '../transport/transport.ts';
import type { BrowserBluetoothDevice, BrowserGattServer } from './browser-bluetooth.ts';
import { discoverServices, type OperationLimits } from './discover-services.ts';
import { foreignError } from './foreign-error.ts';
import { gattFailure } from './gatt-failure.ts';
import { GattOperations } from './gatt-operations.ts';

/** Limits of a connection. */
export interface ConnectionLimits extends OperationLimits {
  readonly clock: Clock;
  /** Longest time to connect, and then to learn the services, in ms. */
  readonly connectTimeoutMs: number;
}

/** How a connection is opened. */
export interface OpenOptions extends CallOptions {
  /** Whether nothing else of this page uses the device once this connection is over. */
  readonly isUnused?: (() => boolean) | undefined;
}

/** A connection of a page to a device. */
export class WebGattConnection implements GattConnection {
  #services: readonly RemoteService[] = [];
  readonly #device: BrowserBluetoothDevice;
  readonly #server: BrowserGattServer;
  readonly #limits: ConnectionLimits;
  readonly #operations: GattOperations;
  readonly #lost = new AbortController();
  readonly #ended = new AbortController();
  /** Also called when this side closes the link, which is no loss. */
  readonly #onDisconnect = (): void => this.#lose(new ProvisioningError('link/lost', 'the device disconnected'));

  private constructor(device: BrowserBluetoothDevice, server: BrowserGattServer, limits: ConnectionLimits) {
    this.#device = device;
    this.#server = server;
    this.#limits = limits;
    this.#operations = new GattOperations({
      clock: limits.clock,
      ended: this.#ended.signal,
      isConnected: () => isConnected(server),
      lose: (reason) => this.#lose(reason),
    });
  }

  /** Connects and learns the services. @throws ProvisioningError `link/unreachable`, `link/timeout`, `link/lost` */
  static async open(
    device: BrowserBluetoothDevice,
    limits: ConnectionLimits,
    { signal, isUnused = () => true }: OpenOptions = {},
  ): Promise<WebGattConnection> {
    const connection = new WebGattConnection(device, requireServer(device), limits);
    try {
      device.addEventListener('gattserverdisconnected', connection.#onDisconnect);
      await connection.#connect(signal, isUnused);
      await connection.#learn(signal);
      return connection;
    } catch (error) {
      await connection[Symbol.asyncDispose]();
      throw isProvisioningError(error) || signal?.aborted ? error : unreachable(error);
    }
  }

  get services(): readonly RemoteService[] {
    return this.#services;
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** Aborted when the link is over, on whichever side it ended. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** No browser says when services change, so they are discovered again when an attribute is unknown. */
  async rediscover(options?: CallOptions): Promise<void> {
    this.#services = await discoverServices(this.#server, this.#operations, this.#limits, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end(new ProvisioningError('link/closed'));
  }

  async #connect(signal: AbortSignal | undefined, isUnused: () => boolean): Promise<void> {
    const { clock, connectTimeoutMs: ms } = this.#limits;
    const reason = () =>
      new ProvisioningError('link/unreachable', `no connection within ${ms / 1000} s`, { details: { timeoutMs: ms } });
    const ended = this.#ended.signal;
    // So that an exception is a rejection.
    const connecting = (async () => await this.#server.connect())();
    // A link that comes too late must not hold the device.
    connecting.then(
      () => ended.aborted && isUnused() && quietly(() => this.#server.disconnect()),
      () => undefined,
    );
    try {
      await withDeadline({ clock, ms, reason, signal }, (all) =>
        Promise.race([untilAborted(connecting, all), untilAborted(new Promise<never>(() => undefined), ended)]),
      );
    } catch (error) {
      if (ended.aborted && !signal?.aborted) throw unreachable(error);
      throw error;
    }
  }

  async #learn(signal: AbortSignal | undefined): Promise<void> {
    const { clock, connectTimeoutMs: ms } = this.#limits;
    const reason = () =>
      new ProvisioningError('link/timeout', `the device took longer than ${ms / 1000} s to list its services`, {
        details: { timeoutMs: ms },
      });
    await withDeadline({ clock, ms, reason, signal }, (all) => this.rediscover({ signal: all }));
  }

  #lose(reason: ProvisioningError): void {
    if (this.#ended.signal.aborted) return;
    const isLost = reason.code === 'link/lost';
    const lost = isLost ? reason : new ProvisioningError('link/lost', reason.message, { cause: reason });
    this.#end(lost);
    this.#lost.abort(lost);
  }

  #end(reason: ProvisioningError): void {
    if (this.#ended.signal.aborted) return;
    this.#ended.abort(reason);
    quietly(() => this.#device.removeEventListener('gattserverdisconnected', this.#onDisconnect));
    quietly(() => this.#server.disconnect());
  }
}

function requireServer(device: BrowserBluetoothDevice): BrowserGattServer {
  let server: BrowserGattServer | undefined;
  quietly(() => {
    server = device.gatt ?? undefined;
  });
  if (server) return server;
  throw new ProvisioningError('link/unreachable', 'the browser gives this page no way to the device any more');
}

function unreachable(cause: unknown): ProvisioningError {
  const failure = gattFailure(cause);
  if (failure.code === 'bluetooth/pairing-failed') return failure;
  return new ProvisioningError('link/unreachable', foreignError(cause).message || undefined, { cause });
}

function isConnected(server: BrowserGattServer): boolean {
  let connected = false;
  quietly(() => {
    connected = server.connected;
  });
  return connected;
}

/** Runs what a browser may refuse at any moment, where nothing depends on it. */
function quietly(task: () => unknown): void {
  try {
    task();
  } catch {
    // A link that cannot be asked or closed is gone.
  }
}
