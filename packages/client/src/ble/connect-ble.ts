import { type Clock, ProvisioningError, systemClock, untilAborted, withDeadline } from '@esp-prov/protocol';
import type { CallOptions, Transport } from '../transport/transport.ts';
import type { BleCentral, FoundDevice, GattConnection } from './ble-central.ts';
import { type BleTransportOptions, bleTransport } from './ble-transport.ts';
import { findDevice, type WantedDevice } from './find-device.ts';

/** Which device to connect to, and how. */
export interface BleConnectOptions extends WantedDevice, CallOptions, Pick<BleTransportOptions, 'names' | 'clock'> {
  /** What `scan` called the device; default: it is searched for. */
  readonly id?: string | undefined;
  /** UUIDs of services that a device of this `id` advertised. */
  readonly advertised?: readonly string[] | undefined;
  /** Longest time to look for it in ms; default 10 000. */
  readonly findTimeoutMs?: number | undefined;
  /** Longest time to connect in ms; default 20 000. */
  readonly connectTimeoutMs?: number | undefined;
  /** Longest time for one exchange in ms; default 30 000. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Finds a device, connects to it and reads what endpoints it has. A `service` that is given is also the one that is used.
 *
 * @throws ProvisioningError `bluetooth/not-found`, `bluetooth/no-provisioning`, those of the central and of the link
 */
export async function connectBle(central: BleCentral, options: BleConnectOptions): Promise<Transport> {
  const { id, findTimeoutMs, timeoutMs, clock = systemClock, signal, service, names } = options;
  const device: Pick<FoundDevice, 'id' | 'services'> =
    id === undefined
      ? await findDevice(central, { ...options, timeoutMs: findTimeoutMs })
      : { id, services: options.advertised ?? [] };
  const connection = await connect(central, device.id, { ms: options.connectTimeoutMs ?? 20_000, clock, signal });
  try {
    return await bleTransport(connection, { service, advertised: device.services, names, timeoutMs, clock, signal });
  } catch (error) {
    await close(connection);
    throw error;
  }
}

async function connect(
  central: BleCentral,
  id: string,
  limits: { readonly ms: number; readonly clock: Clock; readonly signal: AbortSignal | undefined },
): Promise<GattConnection> {
  const reason = () =>
    new ProvisioningError('link/timeout', `the device ${id} did not let itself be connected in time`, {
      details: { id, timeoutMs: limits.ms },
    });
  return await withDeadline({ ...limits, reason }, async (all) => {
    const connecting = central.connect(id, { signal: all });
    try {
      return await untilAborted(connecting, all);
    } catch (error) {
      // One that comes about after all must not hold the device.
      connecting.then(close, () => undefined);
      throw error;
    }
  });
}

/** Closes a connection of which nothing is expected any more. */
async function close(connection: GattConnection): Promise<void> {
  await Promise.resolve(connection[Symbol.asyncDispose]()).catch(() => undefined);
}
