import { describe, expect, it } from 'vitest';
import { MemoryFlash, NvsStore, readNvs, sectorSize } from '../src/index.ts';
import { nvsFailure } from './support/nvs-failure.ts';

const anySize = true;

describe('a partition of two sectors', () => {
  it('is refused unless asked for', () => {
    expect(nvsFailure(() => NvsStore.open(new MemoryFlash(2 * sectorSize))).code).toBe('nvs/too-small');
  });

  it('keeps values through many changes and restarts, as on a chip', () => {
    const flash = new MemoryFlash(2 * sectorSize);
    for (let round = 0; round < 8; round++) {
      const store = NvsStore.open(flash, { anySize });
      for (let i = 0; i < 100; i++) store.set('app', 'count', { type: 'u32', value: round * 100 + i });
    }
    expect(readNvs(flash.image()).get('app', 'count')).toEqual({ type: 'u32', value: 799 });
  });
});

describe('a partition of one sector', () => {
  it('takes values at the first start, and none of the next starts can use it', () => {
    const flash = new MemoryFlash(sectorSize);
    NvsStore.open(flash, { anySize }).set('app', 'count', { type: 'u8', value: 1 });
    expect(readNvs(flash.image()).get('app', 'count')).toEqual({ type: 'u8', value: 1 });
    expect(nvsFailure(() => NvsStore.open(flash, { anySize })).code).toBe('nvs/no-free-pages');
  });

  it('has no room for a blob at all', () => {
    const store = NvsStore.open(new MemoryFlash(sectorSize), { anySize });
    const blob = { type: 'blob', value: new Uint8Array(1) } as const;
    expect(nvsFailure(() => store.set('app', 'key', blob))).toMatchObject({
      code: 'nvs/value-too-long',
      limit: 0,
      message: 'a value of 1 bytes does not fit: the limit is 0 bytes',
    });
  });

  it('says that there is no space once it is full, and keeps what it has', () => {
    const flash = new MemoryFlash(sectorSize);
    const store = NvsStore.open(flash, { anySize });
    const fill = () => {
      for (let i = 0; i < 200; i++) store.set('app', `k${i}`, { type: 'u8', value: 1 });
    };
    expect(nvsFailure(fill).code).toBe('nvs/no-space');
    expect(Array.from(readNvs(flash.image()).entries())).toHaveLength(125);
  });
});

describe('no sector at all', () => {
  it('is no partition', () => {
    expect(nvsFailure(() => NvsStore.open(new MemoryFlash(0), { anySize })).code).toBe('nvs/too-small');
  });
});
