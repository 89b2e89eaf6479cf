import { type Bytes, decodeUtf8, foreignText, toHex } from '@esp-prov/protocol';
import { wifiLimits } from '../endpoints/wifi-config.ts';
import type { AccessPoint } from '../endpoints/wifi-scan.ts';
import type { RainmakerNetwork } from './sdk-types.ts';

/** Names of networks of which not all characters can be shown, by the labels that stand for them. */
export type NetworkLabels = ReadonlyMap<string, Bytes>;

/**
 * Returns the networks of a scan as the SDKs want them, and what their labels mean. The SDKs name a network by the text
 * that they have shown, while its name is any bytes: one that is no text, or that could steer what shows it, gets its
 * bytes as digits behind it. So no two networks have one label, and the label leads back to the bytes.
 */
export function labelNetworks(heard: readonly AccessPoint[]): {
  readonly networks: RainmakerNetwork[];
  readonly labels: NetworkLabels;
} {
  const labels = new Map<string, Bytes>();
  // No device takes a longer name back.
  const named = heard.filter(({ ssid }) => ssid.length <= wifiLimits.ssid);
  const sorted = named.sort((one, other) => other.rssi - one.rssi);
  const plain = new Set(sorted.map(({ ssid }) => plainText(ssid)));
  const networks = sorted.map(({ ssid, rssi, authMode, bssid, channel }) => {
    let label = plainText(ssid);
    if (label === undefined) {
      label = markedText(ssid);
      // Somebody else may have named a network like such a label.
      while (plain.has(label)) label += '*';
      labels.set(label, ssid);
    }
    const address = Array.from(bssid, (byte) => toHex(Uint8Array.of(byte))).join(':');
    return { ssid: label, rssi, auth: authMode, bssid: address, channel, secure: authMode !== 0 };
  });
  return { networks, labels };
}

/** Returns the name where it is text that may be shown as it is. */
function plainText(ssid: Bytes): string | undefined {
  const text = decodeUtf8(ssid);
  return text !== undefined && foreignText(text) === text ? text : undefined;
}

function markedText(ssid: Bytes): string {
  return `${foreignText(decodeUtf8(ssid) ?? '\u{fffd}')} [${toHex(ssid)}]`;
}
