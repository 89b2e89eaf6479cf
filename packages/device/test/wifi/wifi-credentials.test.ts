import { concatBytes, toHex, utf8 } from '@esp-prov/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eraseCredentials, loadCredentials, saveCredentials } from '../../src/index.ts';
import { credentials } from '../support/networks.ts';
import { TestStore } from '../support/test-store.ts';

const namespace = 'nvs.net80211';

async function blobOf(store: TestStore, key: string): Promise<Uint8Array> {
  const found = await store.get(namespace, key);
  if (found?.type !== 'blob') throw new Error(`${key} is no blob`);
  return found.value;
}

function storeWith(ssid: Uint8Array<ArrayBuffer>, passphrase?: Uint8Array<ArrayBuffer>): TestStore {
  const store = new TestStore();
  store.values.set(`${namespace}/sta.ssid`, { type: 'blob', value: ssid });
  if (passphrase) store.values.set(`${namespace}/sta.pswd`, { type: 'blob', value: passphrase });
  return store;
}

describe('stored credentials', () => {
  test('have the shapes of Espressif’s driver: length and 32 bytes, and 65 bytes', async () => {
    const store = new TestStore();
    await saveCredentials(store, credentials('home', 'secret'));
    expect(toHex(await blobOf(store, 'sta.ssid'))).toBe(`04000000${toHex(utf8('home'))}${'00'.repeat(28)}`);
    expect(toHex(await blobOf(store, 'sta.pswd'))).toBe(`${toHex(utf8('secret'))}${'00'.repeat(59)}`);
    expect(store.commits).toEqual([['sta.ssid', 'sta.pswd']]);
  });

  test('may be for one access point, until others are stored', async () => {
    const store = new TestStore();
    const bssid = Uint8Array.of(1, 2, 3, 0, 5, 6);
    await saveCredentials(store, { ...credentials('home', 'secret'), bssid, channel: 6 });
    expect(store.commits).toEqual([['sta.ssid', 'sta.pswd', 'bssid.set', 'sta.bssid']]);
    expect(await loadCredentials(store)).toEqual({ ...credentials('home', 'secret'), bssid });
    await saveCredentials(store, credentials('home', 'secret'));
    expect(await loadCredentials(store)).toEqual(credentials('home', 'secret'));
    await saveCredentials(store, { ...credentials('home', 'secret'), bssid });
    await eraseCredentials(store);
    await saveCredentials(store, credentials('other'));
    expect(await loadCredentials(store)).toEqual(credentials('other'));
  });

  test('are for any access point where the stored one is cut', async () => {
    const store = new TestStore();
    await saveCredentials(store, credentials('home', 'secret'));
    store.values.set(`${namespace}/bssid.set`, { type: 'u8', value: 1 });
    expect(await loadCredentials(store)).toEqual(credentials('home', 'secret'));
    store.values.set(`${namespace}/sta.bssid`, { type: 'blob', value: new Uint8Array(5) });
    expect(await loadCredentials(store)).toEqual(credentials('home', 'secret'));
  });

  test('may have an SSID of 32 bytes, which has no zero behind it', async () => {
    const store = new TestStore();
    await saveCredentials(store, credentials('0123456789abcdef0123456789ABCDEF', 'p'.repeat(63)));
    expect(toHex((await blobOf(store, 'sta.ssid')).subarray(0, 5))).toBe('2000000030');
    expect(await loadCredentials(store)).toEqual(credentials('0123456789abcdef0123456789ABCDEF', 'p'.repeat(63)));
  });

  test('are read from a password of 64 bytes too, as Espressif’s generator writes it', async () => {
    const ssid = concatBytes(Uint8Array.of(4, 0, 0, 0), utf8('home'), new Uint8Array(28));
    const full = storeWith(ssid, utf8('f'.repeat(64)));
    expect((await loadCredentials(full))?.passphrase).toEqual(utf8('f'.repeat(64)));
    const padded = storeWith(ssid, concatBytes(utf8('secret'), new Uint8Array(58)));
    expect(await loadCredentials(padded)).toEqual(credentials('home', 'secret'));
  });

  test('without a password are those of an open network', async () => {
    const ssid = concatBytes(Uint8Array.of(4, 0, 0, 0), utf8('open'), new Uint8Array(28));
    expect(await loadCredentials(storeWith(ssid))).toEqual(credentials('open'));
  });

  test('are none in an empty store, after an erasure, and where the SSID is empty or cut', async () => {
    expect(await loadCredentials(new TestStore())).toBeUndefined();
    const erased = new TestStore();
    await saveCredentials(erased, credentials('home', 'secret'));
    await eraseCredentials(erased);
    expect(await loadCredentials(erased)).toBeUndefined();
    expect(toHex(await blobOf(erased, 'sta.pswd'))).toBe('00'.repeat(65));
    expect(await loadCredentials(storeWith(new Uint8Array(36)))).toBeUndefined();
    expect(await loadCredentials(storeWith(Uint8Array.of(4, 0, 0)))).toBeUndefined();
    expect(await loadCredentials(storeWith(new Uint8Array(0)))).toBeUndefined();
  });

  test.each([
    ['is what early drivers stored before any network', new Uint8Array(36).fill(0xff)],
    ['is shorter than it says', Uint8Array.of(5, 0, 0, 0, 0x61)],
    ['begins with the zero that ends it for firmware', Uint8Array.of(2, 0, 0, 0, 0, 0x61)],
  ])('are none where the SSID %s', async (_, ssid) => {
    expect(await loadCredentials(storeWith(ssid))).toBeUndefined();
  });

  test('are none where the SSID is stored as another type', async () => {
    const store = new TestStore();
    store.values.set(`${namespace}/sta.ssid`, { type: 'string', value: 'home' });
    expect(await loadCredentials(store)).toBeUndefined();
  });

  test('never have an SSID beyond 32 bytes, whatever the length says', async () => {
    const ssid = concatBytes(Uint8Array.of(255, 255, 255, 0), new Uint8Array(32).fill(0x61));
    expect((await loadCredentials(storeWith(ssid)))?.ssid).toHaveLength(32);
  });

  test('are refused where the firmware has no room for them, and the store is not touched', async () => {
    const store = new TestStore();
    await expect(saveCredentials(store, credentials('s'.repeat(33)))).rejects.toThrow(RangeError);
    await expect(saveCredentials(store, credentials('home', 'p'.repeat(65)))).rejects.toThrow(RangeError);
    expect(store.commits).toEqual([]);
  });

  test('come back as they were, for any bytes that the driver can keep', async () => {
    const bytes = (minLength: number, maxLength: number, min = 0) =>
      fc.array(fc.integer({ min, max: 255 }), { minLength, maxLength }).map((array) => Uint8Array.from(array));
    const named = bytes(1, 32).filter(([first]) => first !== 0);
    await fc.assert(
      fc.asyncProperty(named, bytes(0, 63, 1), async (ssid, passphrase) => {
        const store = new TestStore();
        await saveCredentials(store, { ssid, passphrase });
        expect(await loadCredentials(store)).toEqual({ ssid, passphrase });
      }),
    );
  });
});
