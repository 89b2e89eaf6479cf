import type { BleCentral } from '@esp-prov/client';
import type { Output } from '../../report/output.ts';
import { centralLog } from './central-log.ts';

/**
 * Opens the central role of this machine: bluetoothd on Linux, the optional package noble elsewhere, or virtual
 * Bluetooth.
 */
export async function openCentral(
  { bleAdapter, ble }: { readonly bleAdapter?: string | undefined; readonly ble?: 'virtual' | undefined },
  output: Output,
): Promise<BleCentral> {
  if (ble === 'virtual') return await (await import('./virtual/open-virtual-central.ts')).openVirtualCentral(output);
  if (process.platform === 'linux') {
    const { bluezCentral } = await import('@esp-prov/bluez');
    return bluezCentral({ adapter: bleAdapter, log: centralLog(output) });
  }
  const { nobleCentral } = await import('@esp-prov/client/noble');
  return nobleCentral();
}
