import { loadPart } from '../transport/load-part.ts';
import type { WebGattConnection } from './web-gatt-connection.ts';

/**
 * Loads what speaks over a link: a page that only shows the browser's list has no need of it yet.
 *
 * @throws ProvisioningError `host/code-not-loaded`
 */
export async function loadGattConnection(): Promise<typeof WebGattConnection> {
  return await loadPart(
    'a link over Bluetooth',
    async () => (await import('./web-gatt-connection.ts')).WebGattConnection,
  );
}
