import type { NvsStore } from '@esp-prov/nvs';
import { keyValueStoreConformance } from '@esp-prov/testing';
import { describe, test } from 'vitest';
import { factoryFlash, nvsKeyValueStore, openNvs, readPartitionTable } from '../src/index.ts';

describe('an NVS partition as a store', () => {
  const cases = keyValueStoreConformance(async () => {
    const flash = factoryFlash();
    const open = () => nvsKeyValueStore(openNvs(flash, readPartitionTable(flash)));
    return { store: open(), reopen: async () => open() };
  });
  test.each(cases.map((each) => [each.name, each] as const))('%s', (_name, { run }) => run());
});

describe('the type of the store', () => {
  test('fits the port of a device by shape', () => {
    nvsKeyValueStore satisfies (nvs: NvsStore) => unknown;
  });
});
