import { type Bytes, fromHex, toHex } from '@esp-prov/protocol';

/** Address of the virtual chip unless given: its service name is the README's `PROV_261FCC`. */
export const defaultMac = '24:0a:c4:26:1f:cc';

/** Six octets of an address such as `24:0a:c4:26:1f:cc`. @throws TypeError for other text */
export function parseMac(text: string): Bytes {
  if (!/^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(text)) {
    throw new TypeError(`“${text}” is not a MAC address such as ${defaultMac}`);
  }
  return fromHex(text.replace(/[:-]/g, ''));
}

/** Name under which the example application offers provisioning: `PROV_` and the last three octets. */
export function serviceName(mac: Uint8Array): string {
  return `PROV_${toHex(mac.subarray(3)).toUpperCase()}`;
}
