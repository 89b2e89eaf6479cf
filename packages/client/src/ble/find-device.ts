import { type Clock, offersProvisioning, ProvisioningError, systemClock, withDeadline } from '@esp-prov/protocol';
import type { CallOptions } from '../transport/transport.ts';
import type { BleCentral, FoundDevice } from './ble-central.ts';

/** Which device is meant; all that is given has to fit. With nothing given: one that advertises a known service. */
export interface WantedDevice {
  /** The whole name as it is advertised, case included. */
  readonly name?: string | undefined;
  /** Beginning of the advertised name, case included. */
  readonly namePrefix?: string | undefined;
  /** UUID of an advertised service. */
  readonly service?: string | undefined;
}

/** How a device is looked for. */
export interface FindOptions extends WantedDevice, CallOptions {
  /** Longest time to look in ms; default 10 000. */
  readonly timeoutMs?: number | undefined;
  readonly clock?: Clock | undefined;
}

/** Most devices that the error names, as it is to be read by people. */
const mostTold = 8;

/**
 * Looks for devices over Bluetooth, and returns the first one that fits.
 *
 * @throws ProvisioningError `bluetooth/not-found`, which names what else was seen, and those of the central
 */
export async function findDevice(central: BleCentral, options: FindOptions = {}): Promise<FoundDevice> {
  const { timeoutMs: ms = 10_000, clock = systemClock, signal } = options;
  const seen = new Map<string, FoundDevice>();
  const reason = () => notFound(options, [...seen.values()], ms);
  return await withDeadline({ clock, ms, reason, signal }, async (all) => {
    // Without a filter, so that the error can name the others.
    for await (const device of central.scan({ taken: true }, { signal: all })) {
      if (!device.isTaken && fits(device, options)) return device;
      seen.set(device.id, device);
    }
    all.throwIfAborted();
    throw reason();
  });
}

function fits({ name, services }: FoundDevice, wanted: WantedDevice): boolean {
  const { name: whole, namePrefix, service } = wanted;
  if (whole !== undefined && name !== whole) return false;
  if (namePrefix !== undefined && !name?.startsWith(namePrefix)) return false;
  if (service !== undefined) return services.includes(service.toLowerCase());
  return whole !== undefined || namePrefix !== undefined || offersProvisioning(services);
}

function notFound(wanted: WantedDevice, seen: readonly FoundDevice[], timeoutMs: number): ProvisioningError {
  const taken = seen.find((device) => device.isTaken && fits(device, wanted));
  if (taken) {
    const { id, name = id } = taken;
    const text = `another program of this machine is connected to ${name}, or has left its link behind`;
    return new ProvisioningError('bluetooth/not-found', `${text}; bluetoothctl disconnect ${id} ends it`, {
      details: { timeoutMs, id },
    });
  }
  const told = [...seen]
    .filter(({ name }) => name !== undefined)
    .sort((one, other) => weight(other) - weight(one))
    .slice(0, mostTold)
    .map(({ name, rssi }) => (rssi === undefined ? `${name}` : `${name} (${rssi} dBm)`))
    .join(', ');
  const unnamed = seen.length === 0 ? 'no device' : `${seen.length} without a name`;
  const others = `${told || unnamed} ${seen.length <= 1 ? 'was' : 'were'}`;
  return new ProvisioningError(
    'bluetooth/not-found',
    `${description(wanted)} was not seen within ${timeoutMs / 1000} s; ${others}`,
    { details: { timeoutMs, seen: told, seenCount: seen.length } },
  );
}

/** Those that offer provisioning first, then the strongest. */
function weight({ services, rssi = -127 }: FoundDevice): number {
  return (offersProvisioning(services) ? 1000 : 0) + rssi;
}

function description({ name, namePrefix, service }: WantedDevice): string {
  const parts = [
    ...(name === undefined ? [] : [`the name ${name}`]),
    ...(namePrefix === undefined ? [] : [`a name that begins with ${namePrefix}`]),
    ...(service === undefined ? [] : [`the service ${service}`]),
  ];
  return parts.length === 0 ? 'a device with a known service' : `a device with ${parts.join(' and ')}`;
}
