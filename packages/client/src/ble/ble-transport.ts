import {
  type Bytes,
  type Clock,
  isProvisioningError,
  maxAttributeValue,
  ProvisioningError,
  systemClock,
} from '@esp-prov/protocol';
import { requireRequestSize } from '../transport/request-size.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';
import type { GattConnection } from './ble-central.ts';
import { EndpointTable, noEndpoint } from './endpoint-table.ts';
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
 * The names are read again whenever the services of the connection have changed, so that an endpoint may come and go
 * during a link.
 *
 * An exchange that is aborted or out of time drops the link, since the outcome of its write is unknown.
 *
 * @throws ProvisioningError `bluetooth/no-provisioning`, `link/lost`, `link/timeout`
 */
export async function bleTransport(connection: GattConnection, options: BleTransportOptions = {}): Promise<Transport> {
  const { service, advertised = [], names = {}, timeoutMs = attTimeoutMs, clock = systemClock, signal } = options;
  const link = new GattLink(connection, { clock, timeoutMs });
  // A device can have any number of characteristics, and take its time for the name of each.
  const limits = { clock, timeoutMs: namesPatience * timeoutMs, signal };
  const table = await EndpointTable.open(connection, link, { ...limits, service, advertised, names });
  return {
    kind: 'ble',
    maxRequest: maxAttributeValue,
    get endpoints() {
      return table.names;
    },
    currentEndpoints: async (call) => new Set((await table.current(call)).keys()),
    lost: link.lost,
    async exchange(endpoint, request, call: CallOptions = {}) {
      call.signal?.throwIfAborted();
      requireRequestSize(request, maxAttributeValue);
      // Copied at once: the caller may use its buffer again while the request waits.
      const value = Uint8Array.from(request);
      return await exchangeOver(link, table, { endpoint, value, signal: call.signal });
    },
    [Symbol.asyncDispose]: () => link[Symbol.asyncDispose](),
  };
}

/** An exchange over a link. */
interface BleExchange extends CallOptions {
  readonly endpoint: string;
  readonly value: Bytes;
}

/**
 * Writes and reads. A write that the device has refused since it has no such attribute any more was received by nothing,
 * so it is made again where the endpoint is now, if it is anywhere.
 */
async function exchangeOver(link: GattLink, table: EndpointTable, exchange: BleExchange): Promise<Bytes> {
  const { endpoint, value, signal } = exchange;
  const details = { endpoint };
  for (let before: unknown; ; ) {
    // Without a turn in between where nothing has changed: the first write goes out at the call.
    const endpoints = table.known(endpoint) ?? (await table.current({ signal, including: endpoint }).catch(neverSent));
    const characteristic = endpoints.get(endpoint);
    if (!characteristic) throw noEndpoint(endpoint, before);
    let isWritten = false;
    const run = async (all: AbortSignal) => {
      await characteristic.write(value, { signal: all });
      isWritten = true;
      all.throwIfAborted();
      return await characteristic.read({ signal: all });
    };
    try {
      return await link.run({ run, details, signal });
    } catch (error) {
      const isGone = isProvisioningError(error, 'gatt/refused') && error.details.attError === invalidHandle;
      if (!isGone || before !== undefined) throw explainRefusal(error, endpoint);
      const isOther = await table.rediscover({ signal });
      if (isWritten || error.details['pending'] === true) throw goneUnderWay(error, endpoint);
      if (!isOther) throw explainRefusal(error, endpoint);
      before = error;
    }
  }
}

/** Says of a link that was lost while endpoints were looked for that no request went out over it. */
function neverSent(error: unknown): never {
  if (!isProvisioningError(error, 'link/lost')) throw error;
  throw new ProvisioningError('link/lost', undefined, { cause: error, details: { ...error.details, sent: false } });
}

/** ATT error: Invalid Handle. Bluetooth Core Specification, volume 3 part F, 3.4.1.1 */
const invalidHandle = 0x01;

/** Returns the failure of an endpoint that went after the request may have been received. */
function goneUnderWay(cause: unknown, endpoint: string): ProvisioningError {
  const text = 'the endpoint went away before its answer was read, so it is unknown whether it took the request';
  return new ProvisioningError('endpoint/outcome-unknown', text, { cause, details: { endpoint } });
}

/** A refusal is all that a device says; the number of the ATT error is kept for those who know its host. */
function explainRefusal(cause: unknown, endpoint: string): unknown {
  if (!isProvisioningError(cause, 'gatt/refused')) return cause;
  return new ProvisioningError('endpoint/refused', undefined, { cause, details: { endpoint, ...cause.details } });
}
