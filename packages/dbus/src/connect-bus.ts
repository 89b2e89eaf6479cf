import type { Bus, BusCallOptions } from './bus.ts';
import { splitAddress, systemBusAddress } from './connection/bus-address.ts';
import { BusConnection } from './connection/bus-connection.ts';
import { openConnection } from './connection/library-connection.ts';
import { DBusError, isDBusError } from './dbus-error.ts';
import { after } from './system-clock.ts';

const defaultTimeoutMs = 10_000;

/** How to connect to a bus. */
export interface ConnectBusOptions extends BusCallOptions {
  /** D-Bus address; default `DBUS_SYSTEM_BUS_ADDRESS`, else the standard place of the system bus. */
  readonly address?: string | undefined;
  /** Longest time in ms; default 10 000. */
  readonly timeoutMs?: number | undefined;
}

/** A bus that was connected to here, and what it holds for us. */
export interface ConnectedBus extends Bus {
  /** The match rules that the bus holds for this connection now, so that a forgotten listener can be found. */
  readonly matchRules: readonly string[];
}

/**
 * Connects to a message bus, by default the system bus.
 *
 * @throws DBusError `no-bus`, `refused`, `timeout`
 */
export async function connectBus(options: ConnectBusOptions = {}): Promise<ConnectedBus> {
  const { address = systemBusAddress(), timeoutMs = defaultTimeoutMs } = options;
  options.signal?.throwIfAborted();
  const addresses = splitAddress(address);
  const limit = new AbortController();
  const cancel = after(timeoutMs, () =>
    limit.abort(new DBusError('timeout', `the D-Bus at ${address} did not greet within ${timeoutMs} ms`)),
  );
  const signal = options.signal ? AbortSignal.any([options.signal, limit.signal]) : limit.signal;
  try {
    return await connectFirst(addresses, signal);
  } finally {
    cancel();
  }
}

async function connectFirst(addresses: readonly string[], signal: AbortSignal): Promise<ConnectedBus> {
  let first: unknown;
  for (const address of addresses) {
    const connection = new BusConnection();
    try {
      connection.attach(await openConnection(address, { signal, onMessage: (message) => connection.receive(message) }));
      return connection;
    } catch (error) {
      if (!isDBusError(error, 'no-bus') && !isDBusError(error, 'refused')) throw error;
      first ??= error;
    }
  }
  throw first;
}
