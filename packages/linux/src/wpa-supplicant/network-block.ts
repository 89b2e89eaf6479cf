import { pbkdf2Sync } from 'node:crypto';
import type { Variant } from '@esp-prov/dbus';
import type { WifiCredentials } from '@esp-prov/device';
import { fromHex, utf8 } from '@esp-prov/protocol';
import type { JoinSecurity } from '../wifi/join-security.ts';
import { frequencyOfChannel } from './channel-frequency.ts';
import { markText } from './network-mark.ts';

/** Argument of `AddNetwork`. */
export type NetworkBlock = Readonly<Record<string, Variant>>;

/** Above whatever a user has: the network that was just provisioned is the one to be joined, and the one that is tried before. */
const priorities = { attempt: 0x7fff_ffff, kept: 0x7fff_fffe } as const;

const text = (value: string): Variant => ({ signature: 's', value });
const number = (value: number): Variant => ({ signature: 'i', value });
const bytes = (value: Uint8Array): Variant => ({ signature: 'ay', value });

/** Protection of management frames. */
const managementFrames = { optional: 1, required: 2 } as const;

/** Returns a network to join. `hidden`: it has to be called by its name. */
export function stationBlock(
  network: WifiCredentials,
  options: { readonly security: JoinSecurity; readonly hidden: boolean; readonly mark: 'attempt' | 'kept' },
): NetworkBlock {
  const { security, hidden, mark } = options;
  return {
    ssid: bytes(network.ssid),
    ...securityOptions(security, network.ssid),
    ...(network.bssid === undefined ? {} : { bssid: text(addressText(network.bssid)) }),
    ...(network.channel === undefined ? {} : { freq_list: text(String(frequencyOfChannel(network.channel))) }),
    ...(hidden ? { scan_ssid: number(1) } : {}),
    priority: number(priorities[mark]),
    id_str: text(markText(mark)),
  };
}

/** Returns what makes a network that was tried one that is kept. */
export function keptOptions(): NetworkBlock {
  return { id_str: text(markText('kept')), priority: number(priorities.kept) };
}

/** Returns an access point: WPA2 with CCMP, or an open one. */
export function hotspotBlock(options: {
  readonly ssid: Uint8Array;
  readonly passphrase?: string | undefined;
  readonly frequency: number | undefined;
  readonly switchedOff: readonly number[];
}): NetworkBlock {
  const { ssid, passphrase, frequency, switchedOff } = options;
  return {
    ssid: bytes(ssid),
    mode: number(2),
    ...(passphrase === undefined
      ? { key_mgmt: text('NONE') }
      : {
          key_mgmt: text('WPA-PSK'),
          proto: text('RSN'),
          pairwise: text('CCMP'),
          group: text('CCMP'),
          psk: text(passphrase),
        }),
    ...(frequency === undefined ? {} : { frequency: number(frequency) }),
    id_str: text(markText('hotspot', switchedOff)),
  };
}

function securityOptions({ keyMgmt, secret, sae }: JoinSecurity, ssid: Uint8Array): NetworkBlock {
  switch (keyMgmt) {
    case 'none':
      return { key_mgmt: text('NONE') };
    case 'owe':
      return { key_mgmt: text('OWE'), ieee80211w: number(managementFrames.required) };
    case 'sae':
      return {
        key_mgmt: text('SAE'),
        ieee80211w: number(managementFrames.required),
        sae_password: bytes(utf8(secret ?? '')),
      };
    case 'wpa-psk':
      return {
        key_mgmt: text(sae && !isKey(secret) ? 'WPA-PSK WPA-PSK-SHA256 SAE' : 'WPA-PSK WPA-PSK-SHA256'),
        ieee80211w: number(managementFrames.optional),
        ...pskOptions(secret ?? '', ssid, sae),
      };
  }
}

function pskOptions(secret: string, ssid: Uint8Array, sae: boolean): NetworkBlock {
  if (isKey(secret)) return { psk: bytes(fromHex(secret.toLowerCase())) };
  if (!/\p{Cc}/u.test(secret)) return { psk: text(secret) };
  // wpa_supplicant takes no passphrase with control characters, but the key that is made of it.
  const psk = bytes(pbkdf2Sync(secret, ssid, 4096, 32, 'sha1'));
  return sae ? { psk, sae_password: bytes(utf8(secret)) } : { psk };
}

function isKey(secret: string | undefined): boolean {
  return secret !== undefined && /^[0-9a-f]{64}$/i.test(secret);
}

function addressText(address: Uint8Array): string {
  return Array.from(address, (byte) => byte.toString(16).padStart(2, '0')).join(':');
}
