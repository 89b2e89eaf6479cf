import {
  type Bytes,
  type Clock,
  isProvisioningError,
  maxAttributeValue,
  ProvisioningError,
  systemClock,
  withDeadline,
} from '@esp-prov/protocol';
import { requireRequestSize } from '../transport/request-size.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import type { GattConnection, RemoteCharacteristic } from './ble-central.ts';
import { findEndpoints } from './find-endpoints.ts';
import { GattLink } from './gatt-link.ts';

/** How to use a connection to a device as a transport. */
export interface BleTransportOptions extends CallOptions {
  /** UUID of the service; default: an advertised one, a known one, or the one that names a `prov-session`. */
  readonly service?: string | undefined;
  /** UUIDs of services that the device advertises. */
  readonly advertised?: readonly string[] | undefined;
  /** UUIDs of characteristics by the name of their endpoint, for firmware that names them wrongly or not at all. */
  readonly names?: Readonly<Record<string, string>> | undefined;
  /** Longest time for one exchange in ms; a blocking scan takes up to ten seconds. Default 30 000. */
  readonly timeoutMs?: number | undefined;
  readonly clock?: Clock | undefined;
}

/** Time limit of the attribute protocol for an answer; no platform waits longer. */
const attTimeoutMs = 30_000;

/** The names of all endpoints may take as long as this many exchanges; they take about a second. */
const namesPatience = 2;

/**
 * Opens a service over Bluetooth Low Energy. Reads the names of the endpoints first; each exchange then is one write
 * with response and one read. The connection belongs to the transport once it is there, and is closed with it.
 *
 * An exchange that is aborted or out of time drops the link, since the outcome of its write is unknown.
 *
 * @throws ProvisioningError `bluetooth/no-provisioning`, `link/lost`, `link/timeout`
 */
export async function bleTransport(connection: GattConnection, options: BleTransportOptions = {}): Promise<Transport> {
  const { service, advertised = [], names = {}, timeoutMs = attTimeoutMs, clock = systemClock, signal } = options;
  const link = new GattLink(connection, { clock, timeoutMs });
  // A device can have any number of characteristics, and take its time for the name of each.
  const ms = namesPatience * timeoutMs;
  const reason = () =>
    new ProvisioningError('link/timeout', `the device took longer than ${ms / 1000} s to name its endpoints`, {
      details: { timeoutMs: ms },
    });
  const endpoints = await withDeadline({ clock, ms, reason, signal }, (both) =>
    findEndpoints(connection.services, {
      service,
      advertised,
      names,
      read: (descriptor) =>
        link
          .run({
            run: (all) => descriptor.read({ signal: all }),
            details: { descriptor: descriptor.uuid },
            signal: both,
          })
          .catch(unlessRefused),
    }),
  );
  return {
    kind: 'ble',
    maxRequest: maxAttributeValue,
    endpoints: new Set(endpoints.keys()),
    lost: link.lost,
    async exchange(endpoint, request, { signal: caller }: CallOptions = {}) {
      caller?.throwIfAborted();
      requireRequestSize(request, maxAttributeValue);
      const characteristic = endpoints.get(endpoint);
      if (!characteristic) {
        throw new ProvisioningError('endpoint/not-found', `the device has no endpoint ${endpoint}`, {
          details: { endpoint },
        });
      }
      // Copied at once: the caller may use its buffer again while the request waits.
      const value = Uint8Array.from(request);
      try {
        return await link.run({
          run: (all) => writeAndRead(characteristic, value, all),
          details: { endpoint },
          signal: caller,
        });
      } catch (error) {
        throw explainRefusal(error, endpoint);
      }
    },
    [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
  };
}

async function writeAndRead(characteristic: RemoteCharacteristic, value: Bytes, signal: AbortSignal): Promise<Bytes> {
  await characteristic.write(value, { signal });
  signal.throwIfAborted();
  return await characteristic.read({ signal });
}

/** A descriptor that cannot be read is as good as none. */
function unlessRefused(error: unknown): undefined {
  if (!isProvisioningError(error, 'gatt/refused')) throw error;
}

/** A refusal is all that a device says; the number of the ATT error is kept for those who know its host. */
function explainRefusal(cause: unknown, endpoint: string): unknown {
  if (!isProvisioningError(cause, 'gatt/refused')) return cause;
  return new ProvisioningError('endpoint/refused', undefined, { cause, details: { endpoint, ...cause.details } });
}
