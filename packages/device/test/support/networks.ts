import { utf8 } from '@esp-prov/protocol';
import type { HeardNetwork, WifiConnection, WifiCredentials } from '../../src/index.ts';

/** Returns a network of the neighbourhood; what is not given has a plain value. */
export function network(name: string, more: Partial<HeardNetwork> = {}): HeardNetwork {
  return { ssid: utf8(name), bssid: Uint8Array.of(2, 0, 0, 0, 0, 1), channel: 6, rssi: -50, authMode: 3, ...more };
}

/** Returns a connection to a network of that name. */
export function connectionTo(name: string): WifiConnection {
  return { ...network(name), ip4: '192.168.1.42' };
}

export function credentials(ssid: string, passphrase = ''): WifiCredentials {
  return { ssid: utf8(ssid), passphrase: utf8(passphrase) };
}
