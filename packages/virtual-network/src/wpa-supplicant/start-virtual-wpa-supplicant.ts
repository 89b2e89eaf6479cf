import type { VirtualWpaSupplicant, VirtualWpaSupplicantOptions } from './virtual-wpa-supplicant.ts';

/**
 * Starts a virtual wpa_supplicant with the rules of 2.10 on a bus of its own.
 *
 * @throws DBusError `no-bus` where dbus-daemon is not installed
 */
export async function startVirtualWpaSupplicant(
  options: VirtualWpaSupplicantOptions = {},
): Promise<VirtualWpaSupplicant> {
  // Programs that only need other parts do not wait for D-Bus to load.
  const { launchWpaSupplicant } = await import('./launch-wpa-supplicant.ts');
  return await launchWpaSupplicant(options);
}
