import type { VirtualNetworkManager, VirtualNetworkManagerOptions } from './virtual-network-manager-options.ts';

/**
 * Starts a virtual NetworkManager with Wi-Fi interfaces among scripted access points, on a bus of its own.
 *
 * @throws DBusError `no-bus` where dbus-daemon is not installed; `name-taken` where a NetworkManager is on the bus
 */
export async function startVirtualNetworkManager(
  options: VirtualNetworkManagerOptions = {},
): Promise<VirtualNetworkManager> {
  // Programs that only need other parts do not wait for D-Bus to load.
  const { launchNetworkManager } = await import('./launch-network-manager.ts');
  return await launchNetworkManager(options);
}
