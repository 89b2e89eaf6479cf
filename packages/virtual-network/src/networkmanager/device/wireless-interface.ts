import type { ExportedInterface, Variant } from '@esp-prov/dbus';
import type { NetworkManagerd } from '../networkmanagerd.ts';
import { deviceStates } from '../nm-enums.ts';
import { deviceError } from '../nm-error.ts';
import type { WifiDevice } from './wifi-device.ts';

/** All ciphers, WPA and RSN, access point, frequencies of 2.4 and 5 GHz. */
const capabilities = 0xf | 0x10 | 0x20 | 0x40 | 0x100 | 0x200 | 0x400;
const longestSsid = 32;
/** As many as wpa_supplicant takes. */
const mostSsids = 32;

/** Returns the interface `org.freedesktop.NetworkManager.Device.Wireless`. */
export function wirelessInterface(daemon: NetworkManagerd, device: WifiDevice): ExportedInterface {
  const { scanner } = device;
  const all = () => scanner.accessPoints.map(({ path }) => path);
  return {
    properties: {
      HwAddress: { signature: 's', get: () => device.hwAddress },
      PermHwAddress: { signature: 's', get: () => device.radio.mac },
      Mode: { signature: 'u', get: () => device.mode },
      Bitrate: { signature: 'u', get: () => (device.radio.connection ? 54_000 : 0) },
      AccessPoints: { signature: 'ao', get: all },
      ActiveAccessPoint: { signature: 'o', get: () => device.currentAccessPoint?.path ?? '/' },
      WirelessCapabilities: { signature: 'u', get: () => capabilities },
      LastScan: { signature: 'x', get: () => scanner.lastScan },
    },
    methods: {
      GetAccessPoints: {
        in: '',
        out: 'ao',
        call: () => [scanner.accessPoints.filter(({ now }) => now.ssid.length > 0).map(({ path }) => path)],
      },
      GetAllAccessPoints: { in: '', out: 'ao', call: () => [all()] },
      RequestScan: {
        in: 'a{sv}',
        out: '',
        call: ([options]) => {
          const names = namesOf(options as Record<string, Variant>);
          if (device.state < deviceStates.disconnected) {
            throw deviceError('NotAllowed', 'Scanning not allowed while unavailable');
          }
          daemon.permissions.requireForDevice('wifi.scan');
          scanner.request(names);
        },
      },
    },
    signals: { AccessPointAdded: 'o', AccessPointRemoved: 'o' },
  };
}

function namesOf(options: Record<string, Variant>): readonly Uint8Array[] {
  const ssids = Object.hasOwn(options, 'ssids') ? options['ssids'] : undefined;
  if (ssids === undefined) return [];
  if (ssids.signature !== 'aay') throw deviceError('InvalidArgument', "Invalid 'ssid' scan option");
  const names = ssids.value as readonly Uint8Array[];
  if (names.length > mostSsids) throw deviceError('InvalidArgument', 'too many SSIDs requested to scan');
  const long = names.findIndex((name) => name.length > longestSsid);
  if (long >= 0) throw deviceError('InvalidArgument', `SSID at index ${long} more than 32 bytes`);
  return names.filter((name) => name.length > 0);
}
