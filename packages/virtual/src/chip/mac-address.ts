import { type Bytes, fromHex, toHex } from '@esp-prov/protocol';

/** Address of the virtual chip unless given: its service name is the README's `PROV_261FCC`. */
export const defaultMac = '24:0a:c4:26:1f:cc';

/** Returns six bytes of an address such as `24:0a:c4:26:1f:cc`. @throws TypeError for other text */
export function parseMac(text: string): Bytes {
  if (!/^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(text)) {
    throw new TypeError(`“${text}” is not a MAC address. Expected six bytes in hex, for example ${defaultMac}`);
  }
  return fromHex(text.replace(/[:-]/g, ''));
}

/** What the last byte of an interface's address has more than the station's, as four addresses are a chip's own. */
const offsets = { station: 0, softap: 1, bluetooth: 2 } as const;

/**
 * Returns the address of an interface of a chip, whose own is that of its station. Every chip that has Wi-Fi counts so
 * by default; the last byte alone is added to. esp-idf: esp_hw_support/mac_addr.c, CONFIG_ESP32_UNIVERSAL_MAC_ADDRESSES
 */
export function interfaceMac(mac: Uint8Array, kind: keyof typeof offsets): Bytes {
  const address = Uint8Array.from(mac);
  address[5] = (address[5] as number) + offsets[kind];
  return address;
}

/** Returns the text of an address, such as `24:0a:c4:26:1f:cc`. */
export function formatMac(mac: Uint8Array): string {
  return Array.from(mac, (byte) => byte.toString(16).padStart(2, '0')).join(':');
}

/** Returns the name under which the example application offers provisioning: `PROV_` and the last three bytes. */
export function serviceName(mac: Uint8Array): string {
  return `PROV_${toHex(mac.subarray(3)).toUpperCase()}`;
}
