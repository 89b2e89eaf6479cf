import { ProvisioningError } from '@esp-prov/protocol';
import type { WebGattConnection } from './web-gatt-connection.ts';

/**
 * Loads what speaks over a link: a page that only shows the browser's list has no need of it yet.
 *
 * @throws ProvisioningError `host/code-not-loaded`
 */
export async function loadGattConnection(): Promise<typeof WebGattConnection> {
  try {
    return (await import('./web-gatt-connection.ts')).WebGattConnection;
  } catch (cause) {
    throw new ProvisioningError('host/code-not-loaded', 'a link over Bluetooth was not loaded', { cause });
  }
}
