import { concatBytes } from '@esp-prov/protocol';
import type { KeyValueStore } from '../key-value-store.ts';
import type { WifiCredentials } from './wifi-driver.ts';

// Namespace, keys and shapes are those of Espressif's Wi-Fi driver: the SSID as a 32-bit length and 32 padded bytes,
// the password as 65 padded bytes (64 in images made by Espressif's own generator).
const namespace = 'nvs.net80211';
const ssidKey = 'sta.ssid';
const passphraseKey = 'sta.pswd';
const ssidBlobLength = 36;
const passphraseBlobLength = 65;
const blankLength = 0xffffffff;

/** Room for both in `wifi_sta_config_t`. */
const longestSsid = 32;
const longestPassphrase = 64;

/**
 * Returns the stored credentials; undefined when there are none, which is what makes a device unprovisioned. An SSID
 * that firmware would take for empty is none, as is the blank that early drivers stored: nothing but ones, its length
 * included.
 */
export async function loadCredentials(store: KeyValueStore): Promise<WifiCredentials | undefined> {
  const ssid = await store.get(namespace, ssidKey);
  if (ssid?.type !== 'blob' || ssid.value.length < 4) return undefined;
  const said = new DataView(ssid.value.buffer, ssid.value.byteOffset).getUint32(0, true);
  const length = Math.min(said, longestSsid);
  if (length === 0 || said === blankLength || ssid.value.length < 4 + length || ssid.value[4] === 0) return undefined;
  const passphrase = await store.get(namespace, passphraseKey);
  const padded = passphrase?.type === 'blob' ? passphrase.value : new Uint8Array(0);
  const end = padded.indexOf(0);
  return { ssid: ssid.value.slice(4, 4 + length), passphrase: padded.slice(0, end < 0 ? padded.length : end) };
}

/**
 * Keeps the credentials; both keys or none.
 *
 * @throws RangeError for more bytes than the firmware has room for: 32 of SSID, 64 of passphrase
 */
export async function saveCredentials(store: KeyValueStore, { ssid, passphrase }: WifiCredentials): Promise<void> {
  if (ssid.length > longestSsid) throw new RangeError(`an SSID has at most ${longestSsid} bytes, not ${ssid.length}`);
  if (passphrase.length > longestPassphrase) {
    throw new RangeError(`a passphrase has at most ${longestPassphrase} bytes, not ${passphrase.length}`);
  }
  await write(store, ssid, passphrase);
}

/** Blanks the credentials, which makes the device unprovisioned. */
export async function eraseCredentials(store: KeyValueStore): Promise<void> {
  await write(store, new Uint8Array(0), new Uint8Array(0));
}

async function write(store: KeyValueStore, ssid: Uint8Array, passphrase: Uint8Array): Promise<void> {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, ssid.length, true);
  await store.commit(
    namespace,
    new Map([
      [ssidKey, { type: 'blob', value: padded(concatBytes(length, ssid), ssidBlobLength) }],
      [passphraseKey, { type: 'blob', value: padded(passphrase, passphraseBlobLength) }],
    ]),
  );
}

function padded(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(length);
  result.set(bytes);
  return result;
}
