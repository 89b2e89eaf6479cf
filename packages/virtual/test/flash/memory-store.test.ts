import { keyValueStoreConformance } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { memoryStore } from '../../src/index.ts';

describe('a store in memory', () => {
  const cases = keyValueStoreConformance(async () => {
    const store = memoryStore();
    return { store, reopen: async () => store };
  });
  test.each(cases)('$name', ({ run }) => run());

  test('is not changed by whoever writes into a value that was read', async () => {
    const store = memoryStore();
    await store.commit('ns', new Map([['key', { type: 'blob', value: Uint8Array.of(1, 2) } as const]]));
    const first = await store.get('ns', 'key');
    if (first?.type === 'blob') first.value.fill(9);
    expect(await store.get('ns', 'key')).toEqual({ type: 'blob', value: Uint8Array.of(1, 2) });
  });

  test('keeps namespaces apart whose names and keys read the same when joined', async () => {
    const store = memoryStore();
    await store.commit('a/b', new Map([['c', { type: 'u8', value: 1 } as const]]));
    expect(await store.get('a', 'b/c')).toBeUndefined();
  });
});
