import type { BoardBus } from './board-bus.ts';

const manager = 'org.freedesktop.NetworkManager';
const supplicant = 'fi.w1.wpa_supplicant1';

/** NM_DEVICE_TYPE_WIFI; NM_DEVICE_STATE_UNMANAGED is 10, and what is below is not known yet. */
const [wifiType, unmanaged] = [2, 10];

/** Most devices and interfaces that are looked at. */
const mostDevices = 64;

/** What the Wi-Fi services say of themselves. */
export interface WifiServices {
  readonly networkManager:
    | { readonly version: string; readonly wirelessEnabled: boolean; readonly managed: readonly string[] }
    | undefined;
  readonly wpaSupplicant: { readonly interfaces: readonly string[] } | undefined;
}

/** Asks both Wi-Fi services. */
export async function wifiServices(bus: BoardBus): Promise<WifiServices> {
  return { networkManager: await askNetworkManager(bus), wpaSupplicant: await askWpaSupplicant(bus) };
}

async function askNetworkManager(bus: BoardBus): Promise<WifiServices['networkManager']> {
  // To ask a service that does not run would start it.
  if (!(await bus.hasName(manager))) return undefined;
  const own = await bus.properties(manager, '/org/freedesktop/NetworkManager', manager);
  if (!own) return undefined;
  const managed: string[] = [];
  for (const path of paths(own['Devices'])) {
    const device = await bus.properties(manager, path, `${manager}.Device`);
    if (device?.['DeviceType'] === wifiType && Number(device['State']) > unmanaged) {
      managed.push(String(device['Interface']));
    }
  }
  return { version: String(own['Version'] ?? ''), wirelessEnabled: own['WirelessEnabled'] === true, managed };
}

async function askWpaSupplicant(bus: BoardBus): Promise<WifiServices['wpaSupplicant']> {
  if (!(await bus.hasName(supplicant))) return undefined;
  const own = await bus.properties(supplicant, '/fi/w1/wpa_supplicant1', supplicant);
  const interfaces: string[] = [];
  for (const path of paths(own?.['Interfaces'])) {
    const found = await bus.properties(supplicant, path, `${supplicant}.Interface`);
    if (found) interfaces.push(String(found['Ifname']));
  }
  return { interfaces };
}

function paths(value: unknown): string[] {
  return Array.isArray(value) ? value.slice(0, mostDevices).map(String) : [];
}
