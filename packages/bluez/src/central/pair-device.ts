import { type DBusError, isDBusError } from '@esp-prov/dbus';
import { type Log, ProvisioningError } from '@esp-prov/protocol';
import type { Bluetoothd } from '../service/bluetoothd.ts';
import { bluezError } from '../service/bluez-error.ts';
import { bluezErrorName, bluezInterfaces } from '../service/bluez-names.ts';
import { registerPairingAgent } from '../service/pairing-agent.ts';

/** Longest time for pairing, which the devices themselves end after 30 s. */
const pairingTimeoutMs = 40_000;

/** The device to pair with. */
export interface PairingOptions {
  readonly path: string;
  readonly address: string;
  readonly log: Log;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Encrypts the link to a connected device by pairing with it.
 *
 * @throws ProvisioningError `bluetooth/pairing-failed`, `bluetooth/stale-bond`
 */
export async function pairDevice(bluetoothd: Bluetoothd, options: PairingOptions): Promise<void> {
  const { path, address, log, signal } = options;
  const device = bluetoothd.get(path, bluezInterfaces.device) ?? {};
  if (device['Bonded'] === true || (device['Bonded'] === undefined && device['Paired'] === true)) {
    throw staleBond(address, 'this machine is paired with the device, which does not accept its key');
  }
  log('info', 'bluez', `${address} wants an encrypted link: pairing`);
  const removeAgent = await registerPairingAgent(bluetoothd, {
    allows: (asking) => asking === path,
    forAll: false,
    log,
  });
  try {
    const target = { path, interface: bluezInterfaces.device };
    await bluetoothd.call({ ...target, member: 'Pair', timeoutMs: pairingTimeoutMs, signal });
  } catch (error) {
    if (signal?.aborted || !isDBusError(error, 'reply')) throw bluezError(error, `pair with ${address}`);
    throw pairingFailure(error, address);
  } finally {
    await removeAgent();
  }
}

function pairingFailure(error: DBusError, address: string): ProvisioningError {
  const why = `${error.message} (${error.errorName})`;
  if (error.errorName === bluezErrorName('AlreadyExists')) return staleBond(address, why, error);
  return new ProvisioningError('bluetooth/pairing-failed', `cannot pair with ${address}: ${why}`, {
    cause: error,
    details: { address, dbusError: error.errorName },
  });
}

/** Returns the failure of a device that no longer knows the key which this machine keeps. */
export function staleBond(address: string, why: string, cause?: unknown): ProvisioningError {
  const text = `the pairing with ${address} is out of date: ${why}; forget it with bluetoothctl remove ${address}`;
  return new ProvisioningError('bluetooth/stale-bond', text, { cause, details: { address } });
}
