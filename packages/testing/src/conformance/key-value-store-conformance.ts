import type { KeyValueStore, StoredValue } from '@esp-prov/device';
import { type ConformanceCase, expectThat } from './conformance-case.ts';

/**
 * Returns the cases that every store must pass. `reopen` stands for a restart: it yields a store over the same medium.
 */
export function keyValueStoreConformance(
  factory: () => Promise<{ readonly store: KeyValueStore; reopen(): Promise<KeyValueStore> }>,
): ConformanceCase[] {
  const blob = (...bytes: number[]): StoredValue => ({ type: 'blob', value: Uint8Array.from(bytes) });
  const withStore = (
    name: string,
    check: (store: KeyValueStore, reopen: () => Promise<KeyValueStore>) => Promise<void>,
  ): ConformanceCase => ({
    name,
    async run() {
      const { store, reopen } = await factory();
      await check(store, reopen);
    },
  });

  return [
    withStore('knows nothing at first', async (store) => {
      expectThat((await store.get('nvs.net80211', 'sta.ssid')) === undefined, 'undefined');
    }),
    withStore('gives back what was written, also after a restart', async (store, reopen) => {
      await store.commit('ns', new Map([['a', blob(1, 0, 255)]]));
      await store.commit('ns', new Map<string, StoredValue>([['b', { type: 'u8', value: 7 }]]));
      for (const current of [store, await reopen()]) {
        const a = await current.get('ns', 'a');
        expectThat(a?.type === 'blob' && String(a.value) === '1,0,255', 'the blob');
        const b = await current.get('ns', 'b');
        expectThat(b?.type === 'u8' && b.value === 7, 'the number');
      }
    }),
    withStore('keeps namespaces apart', async (store) => {
      await store.commit('one', new Map([['key', blob(1)]]));
      expectThat((await store.get('two', 'key')) === undefined, 'nothing in the other namespace');
    }),
    withStore('replaces a value by the next one', async (store) => {
      await store.commit('ns', new Map([['key', blob(1, 2, 3)]]));
      await store.commit('ns', new Map([['key', blob(9)]]));
      const found = await store.get('ns', 'key');
      expectThat(found?.type === 'blob' && String(found.value) === '9', 'the later value');
    }),
    withStore('erases a key that is written as null', async (store, reopen) => {
      await store.commit('ns', new Map([['key', blob(1)]]));
      await store.commit('ns', new Map([['key', null]]));
      expectThat((await store.get('ns', 'key')) === undefined, 'nothing');
      expectThat((await (await reopen()).get('ns', 'key')) === undefined, 'nothing after a restart');
    }),
    withStore('is not changed by later writes to a handed-in array', async (store) => {
      const value = Uint8Array.of(1, 2);
      await store.commit('ns', new Map([['key', { type: 'blob', value } as const]]));
      value.fill(9);
      const found = await store.get('ns', 'key');
      expectThat(found?.type === 'blob' && String(found.value) === '1,2', 'the bytes at the time of the write');
    }),
  ];
}
