import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkNvsImage, MemoryFlash, NvsStore, readNvs, sectorSize, xtsEntryCipher } from '../../src/index.ts';
import { contentOf, fingerprint } from '../support/model.ts';
import { apply, RecordingFlash } from '../support/recording-flash.ts';
import { hex, vector } from '../support/vectors.ts';

const size = 3 * sectorSize;

function purged(image: Uint8Array, ...namespaces: readonly (string | undefined)[]): Uint8Array {
  const flash = new MemoryFlash(image);
  const store = NvsStore.open(flash);
  for (const namespace of namespaces) store.purge(namespace);
  return flash.image();
}

function includes(image: Uint8Array, text: string): boolean {
  return Buffer.from(image).includes(text);
}

describe('NvsStore.purge', () => {
  const before = vector('idf6/purge.before.bin');

  it('overwrites the erased items of a namespace, byte for byte as firmware', () => {
    expect(hex(purged(before, 'ns1'))).toBe(hex(vector('idf6/purge.after.ns1.bin')));
    expect(hex(purged(before, 'ns1', 'ns2'))).toBe(hex(vector('idf6/purge.after.ns1.ns2.bin')));
    expect(includes(before, 'old-secret')).toBe(true);
    expect(includes(purged(before, 'ns1'), 'old-secret')).toBe(false);
    expect(includes(purged(before, 'ns2'), 'old-secret')).toBe(true);
    expect(hex(purged(before, 'unknown'))).toBe(hex(before));
  });

  it('leaves an image in which nothing is found', () => {
    for (const image of [purged(before, 'ns1'), purged(before, undefined)]) {
      expect(checkNvsImage(image)).toEqual([]);
      expect(fingerprint(contentOf(readNvs(image)))).toBe(fingerprint(contentOf(readNvs(before))));
    }
  });

  it('spares values that firmware overwrites: those behind a first entry that a cut left alone', () => {
    const cut = vector('idf6/purge_overwrites.before.bin');
    const lost = vector('idf6/purge_overwrites.after.v6.0.2.bin');
    expect(readNvs(cut).get('ns1', 'live')).toEqual({ type: 'string', value: 'precious' });
    expect(NvsStore.open(new MemoryFlash(lost)).get('ns1', 'live')).toBeUndefined();
    expect(checkNvsImage(cut).map(({ kind, severity }) => `${severity} ${kind}`)).toEqual([
      'warning erased-span-used',
      'warning erased-span-used',
    ]);
    for (const image of [purged(cut, 'ns1'), purged(cut, undefined)]) {
      expect(fingerprint(contentOf(readNvs(image)))).toBe(fingerprint(contentOf(readNvs(cut))));
      // What misleads firmware is gone.
      expect(checkNvsImage(image)).toEqual([]);
    }
  });

  it('without a namespace leaves nothing but what counts, also of writes that a cut interrupted', () => {
    const flash = new RecordingFlash(vector('powerfail/base.bin'));
    const store = NvsStore.open(flash);
    store.set('ns1', 's', { type: 'string', value: 'secret-1 and more than one entry of it' });
    store.set('ns1', 's', { type: 'string', value: 'secret-2' });
    const image = vector('powerfail/base.bin');
    for (const step of [...flash.steps, undefined]) {
      const clean = purged(image, undefined);
      const counting = readNvs(image).get('ns1', 's')?.value;
      for (const text of ['old-value', 'secret-1', 'secret-2']) {
        expect(includes(clean, text)).toBe(String(counting).startsWith(text));
      }
      expect(fingerprint(contentOf(readNvs(clean)))).toBe(fingerprint(contentOf(readNvs(image))));
      const again = NvsStore.open(new MemoryFlash(clean));
      again.set('ns1', 'later', { type: 'u8', value: 1 });
      expect(again.get('ns1', 'later')).toEqual({ type: 'u8', value: 1 });
      if (step) apply(image, step);
    }
  });

  it('without a namespace leaves no gap before what is written next', () => {
    const image = vector('powerfail/base.bin');
    image.fill(0x5a, 64 + 32 * 20, 64 + 32 * 21);
    const flash = new MemoryFlash(image);
    const store = NvsStore.open(flash);
    store.purge();
    store.set('ns1', 'later', { type: 'u8', value: 1 });
    expect(readNvs(flash.image()).get('ns1', 'later')).toEqual({ type: 'u8', value: 1 });
    expect(NvsStore.open(flash).get('ns1', 'later')).toEqual({ type: 'u8', value: 1 });
    expect(flash.image().includes(0x5a)).toBe(false);
  });

  it('without a namespace blanks free pages that hold something', () => {
    const image = vector('powerfail/base.bin');
    image.set(Buffer.from('secret of a page without a header'), 2 * sectorSize + 100);
    expect(includes(purged(image, 'ns1'), 'secret')).toBe(true);
    expect(includes(purged(image, undefined), 'secret')).toBe(false);
  });

  it('finds erased items of an encrypted partition, and overwrites them with plain zeros', () => {
    const cipher = xtsEntryCipher({ dataKey: new Uint8Array(32).fill(1), tweakKey: new Uint8Array(32).fill(2) });
    const flash = new MemoryFlash(size);
    const store = NvsStore.open(flash, { cipher });
    store.set('ns', 'a', { type: 'string', value: 'first' });
    store.set('ns', 'a', { type: 'string', value: 'second' });
    store.purge('ns');
    expect(flash.read(64 + 32, 64).every((byte) => byte === 0)).toBe(true);
    expect(readNvs(flash.image(), { cipher }).get('ns', 'a')).toEqual({ type: 'string', value: 'second' });
  });

  it('changes no value of damaged images, whatever is damaged', () => {
    const images = ['idf6/purge.before', 'idf6/purge_overwrites.before', 'idf6/floats', 'device/multipage_v1'].map(
      (name) => vector(`${name}.bin`),
    );
    const places = fc.array(fc.tuple(fc.nat(0x2fff), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...images), places, fc.constantFrom('ns1', undefined), (image, flips, namespace) => {
        const damaged = Uint8Array.from(image);
        for (const [at, bits] of flips) damaged[at] = (damaged[at] as number) ^ bits;
        const flash = new MemoryFlash(damaged);
        let store: NvsStore;
        try {
          store = NvsStore.open(flash);
        } catch {
          return;
        }
        const old = fingerprint(contentOf(store));
        store.purge(namespace);
        expect(fingerprint(contentOf(store))).toBe(old);
        expect(fingerprint(contentOf(NvsStore.open(flash)))).toBe(old);
      }),
      { numRuns: 200 },
    );
  });
});
