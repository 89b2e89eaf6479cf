import type { VirtualBluez } from './virtual-bluez.ts';
import type { VirtualBluezOptions } from './virtual-bluez-options.ts';

/**
 * Starts a virtual BlueZ: adapters in one room, and a bluetoothd for them on a bus of its own.
 *
 * @throws ProvisioningError `bluetooth/no-bus` where dbus-daemon is not installed; `bluetooth/refused`
 */
export async function startVirtualBluez(options: VirtualBluezOptions = {}): Promise<VirtualBluez> {
  // Who only wants a flash image or a SoftAP does not wait for D-Bus to load.
  const { launchBluez } = await import('./launch-bluez.ts');
  return await launchBluez(options);
}
