import type { BleCentral } from '@esp-prov/client';
import type { Output } from '../../../report/output.ts';
import { centralLog } from '../central-log.ts';
import { neighbours } from './neighbours.ts';
import { VirtualCentral } from './virtual-central.ts';

/**
 * Opens virtual Bluetooth, near every device of `esp-prov device --ble virtual`.
 *
 * @throws ProvisioningError `host/file-unusable` when the folder in which they are noted is not to be trusted
 */
export async function openVirtualCentral(output: Output): Promise<BleCentral> {
  const { bluezCentral } = await import('@esp-prov/bluez');
  if (neighbours().length === 0) {
    const text = 'No virtual device offers Bluetooth on this machine now; “esp-prov device --ble virtual” starts one.';
    output.event({ event: 'log', level: 'info', text }, text);
  }
  return new VirtualCentral({
    buses: () => neighbours().map(({ bus }) => bus),
    open: (busAddress) => bluezCentral({ busAddress, log: centralLog(output) }),
  });
}
