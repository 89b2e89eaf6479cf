import type { NvsValue } from '@esp-prov/nvs';
import { decodeUtf8 } from '@esp-prov/protocol';

/** Where the Wi-Fi driver keeps its own. */
const wifiNamespace = 'nvs.net80211';

/** What early drivers store for an SSID that was never set. */
const blank = 0xffffffff;

/**
 * Returns the text in a blob of the Wi-Fi driver: names have a 32-bit length in front, passwords end at a zero byte.
 * Undefined where the blob is another one, empty, or no text.
 */
export function wifiText(namespace: string | undefined, key: string, value: NvsValue): string | undefined {
  if (namespace !== wifiNamespace || value.type !== 'blob') return undefined;
  const bytes = key === 'sta.ssid' || key === 'ap.ssid' ? ssidOf(value.value) : undefined;
  const found = bytes ?? (key === 'sta.pswd' || key === 'ap.passwd' ? untilZero(value.value) : undefined);
  return found && found.length > 0 ? decodeUtf8(found) : undefined;
}

function ssidOf(value: Uint8Array): Uint8Array | undefined {
  if (value.length < 4) return undefined;
  const length = new DataView(value.buffer, value.byteOffset).getUint32(0, true);
  return length === blank || length > value.length - 4 ? undefined : value.subarray(4, 4 + length);
}

function untilZero(value: Uint8Array): Uint8Array {
  const end = value.indexOf(0);
  return end < 0 ? value : value.subarray(0, end);
}
