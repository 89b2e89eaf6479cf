import { concatBytes } from '@esp-prov/protocol';
import type { KeyValueStore, StoredValue } from '../key-value-store.ts';
import type { WifiCredentials } from './wifi-driver.ts';

// Namespace, keys and shapes are those of Espressif's Wi-Fi driver: the SSID as a 32-bit length and 32 padded bytes,
// the password as 65 padded bytes (64 in images made by Espressif's own generator).
const namespace = 'nvs.net80211';
const ssidKey = 'sta.ssid';
const passphraseKey = 'sta.pswd';
/** Whether one access point is to be joined, and which one. The channel that the driver notes is a hint, so it is left alone. */
const bssidSetKey = 'bssid.set';
const bssidKey = 'sta.bssid';
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
  const credentials = {
    ssid: ssid.value.slice(4, 4 + length),
    passphrase: padded.slice(0, end < 0 ? padded.length : end),
  };
  const bssid = (await isBssidSet(store)) ? await store.get(namespace, bssidKey) : undefined;
  return bssid?.type === 'blob' && bssid.value.length === 6 ? { ...credentials, bssid: bssid.value } : credentials;
}

async function isBssidSet(store: KeyValueStore): Promise<boolean> {
  const isSet = await store.get(namespace, bssidSetKey);
  return isSet?.type === 'u8' && isSet.value === 1;
}

/**
 * Keeps the credentials, and which access point they are for; all keys or none.
 *
 * @throws RangeError for more bytes than the firmware has room for: 32 of SSID, 64 of passphrase
 */
export async function saveCredentials(store: KeyValueStore, credentials: WifiCredentials): Promise<void> {
  const { ssid, passphrase } = credentials;
  if (ssid.length > longestSsid) throw new RangeError(`an SSID has at most ${longestSsid} bytes, not ${ssid.length}`);
  if (passphrase.length > longestPassphrase) {
    throw new RangeError(`a passphrase has at most ${longestPassphrase} bytes, not ${passphrase.length}`);
  }
  await write(store, credentials);
}

/** Blanks the credentials, which makes the device unprovisioned. */
export async function eraseCredentials(store: KeyValueStore): Promise<void> {
  await write(store, { ssid: new Uint8Array(0), passphrase: new Uint8Array(0) });
}

async function write(store: KeyValueStore, { ssid, passphrase, bssid }: WifiCredentials): Promise<void> {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, ssid.length, true);
  await store.commit(
    namespace,
    new Map([
      [ssidKey, { type: 'blob', value: padded(concatBytes(length, ssid), ssidBlobLength) }],
      [passphraseKey, { type: 'blob', value: padded(passphrase, passphraseBlobLength) }],
      ...(bssid ? bssidEntries(bssid) : await noBssid(store)),
    ]),
  );
}

function bssidEntries(bssid: Uint8Array): [string, StoredValue][] {
  return [
    [bssidSetKey, { type: 'u8', value: 1 }],
    [bssidKey, { type: 'blob', value: Uint8Array.from(bssid) }],
  ];
}

/** Only where one was set, so that the image of a device that never obeys one is as firmware leaves it. */
async function noBssid(store: KeyValueStore): Promise<[string, StoredValue][]> {
  return (await isBssidSet(store)) ? [[bssidSetKey, { type: 'u8', value: 0 }]] : [];
}

function padded(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(length);
  result.set(bytes);
  return result;
}
