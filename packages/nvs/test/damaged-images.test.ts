import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ImageWriter } from '../src/generator/image-writer.ts';
import { MemoryFlash, NvsError, NvsStore, type NvsValue, readNvs, sectorSize } from '../src/index.ts';
import { contentOf } from './support/model.ts';
import { vector } from './support/vectors.ts';

const images = [
  'device/multipage_v1',
  'device/provisioned',
  'powerfail/gc_base',
  'powerfail/gc_copy_done.before',
  'gen/all_types',
  'idf6/floats',
  'idf6/purge_overwrites.before',
].map((name) => vector(`${name}.bin`));

const damaged = fc
  .tuple(
    fc.constantFrom(...images),
    fc.array(fc.tuple(fc.nat(0xffff), fc.nat(255), fc.integer({ min: 1, max: 40 })), { maxLength: 12 }),
  )
  .map(([image, places]) => {
    const copy = Uint8Array.from(image);
    // Most of what matters is in headers, states and first entries.
    for (const [place, byte, length] of places) {
      const offset = place % 3 === 0 ? (place % 6) * sectorSize + (place % 97) : place % copy.length;
      copy.fill(byte, offset, offset + length);
    }
    return copy;
  });

function tryOpen(image: Uint8Array): NvsStore | undefined {
  try {
    return NvsStore.open(new MemoryFlash(image));
  } catch (error) {
    expect(error).toBeInstanceOf(NvsError);
    return undefined;
  }
}

describe('damaged images', () => {
  it('are read, or refused with a named error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2 * sectorSize }), (image) => {
        try {
          for (const entry of readNvs(image).entries()) entry.read();
        } catch (error) {
          expect(error).toBeInstanceOf(NvsError);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('lose nothing to a reader that a device would find', () => {
    fc.assert(
      fc.property(damaged, (image) => {
        const store = tryOpen(image);
        if (store === undefined) return;
        const read = contentOf(readNvs(image));
        for (const [name, value] of contentOf(store)) expect([name, read.get(name)]).toEqual([name, value]);
      }),
      { numRuns: 150 },
    );
  });

  it('take new values', () => {
    fc.assert(
      fc.property(damaged, (image) => {
        const flash = new MemoryFlash(image);
        let store: NvsStore;
        try {
          store = NvsStore.open(flash);
          store.set('ns', 'blob', { type: 'blob', value: new Uint8Array(700).fill(7) });
          store.set('ns', 'key', { type: 'string', value: 'new' });
        } catch (error) {
          expect(error).toBeInstanceOf(NvsError);
          return;
        }
        for (const reader of [store, NvsStore.open(flash), readNvs(flash.image())]) {
          expect(reader.get('ns', 'key')).toEqual({ type: 'string', value: 'new' });
          expect(reader.get('ns', 'blob')).toEqual({ type: 'blob', value: new Uint8Array(700).fill(7) });
        }
      }),
      { numRuns: 150 },
    );
  });

  it('with a key twice give the value that firmware comes upon first, until it is written again', () => {
    const writer = new ImageWriter({ size: 0x4000 });
    const namespace = writer.namespace('n');
    const u8 = (value: number): NvsValue => ({ type: 'u8', value });
    writer.write(namespace, 'x', u8(1));
    for (let i = 0; i < 130; i++) writer.write(namespace, `k${i}`, u8(0));
    writer.write(namespace, 'x', u8(2));
    writer.write(namespace, 'last', u8(3));
    expect(readNvs(writer.image).get('n', 'x')).toEqual(u8(1));
    const flash = new MemoryFlash(writer.image);
    const store = NvsStore.open(flash);
    expect(store.get('n', 'x')).toEqual(u8(1));
    store.set('n', 'x', u8(2));
    for (const reader of [store, NvsStore.open(flash)]) expect(reader.get('n', 'x')).toEqual(u8(2));
    store.eraseKey('n', 'x');
    expect(NvsStore.open(flash).get('n', 'x')).toBeUndefined();
  });

  it('are read where a device would refuse them', () => {
    const full = readNvs(vector('powerfail/no_free_page.before.bin'));
    expect(full.get('ns1', 'a')).toEqual({ type: 'u8', value: 1 });
    expect(readNvs(vector('powerfail/base.bin').subarray(0, sectorSize + 100)).get('ns1', 'a')).toEqual({
      type: 'u8',
      value: 1,
    });
    expect(() => readNvs(new Uint8Array(4095))).toThrow(NvsError);
    expect(() => readNvs(vector('powerfail/hdr_version_newer.before.bin'))).toThrow(NvsError);
  });
});
