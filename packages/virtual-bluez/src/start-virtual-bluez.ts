import type { VirtualBluez } from './virtual-bluez.ts';
import type { VirtualBluezOptions } from './virtual-bluez-options.ts';

/**
 * Starts a virtual BlueZ: adapters in one room, and a bluetoothd for them on a bus of its own.
 *
 * @throws ProvisioningError `bluetooth/no-bus` where dbus-daemon is not installed; `bluetooth/refused`
 */
export async function startVirtualBluez(options: VirtualBluezOptions = {}): Promise<VirtualBluez> {
  // Programs that only need other parts do not wait for D-Bus to load.
  const { launchBluez } = await import('./launch-bluez.ts');
  return await launchBluez(options);
}
