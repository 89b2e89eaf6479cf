import { describe, expect, test } from 'vitest';
import { checkNvsImage, MemoryFlash, NvsStore, type NvsValue, sectorSize } from '../../src/index.ts';
import { type Change, change, contentOf, fingerprint, readContent } from '../support/model.ts';
import { apply, applyTorn, RecordingFlash } from '../support/recording-flash.ts';
import { vector } from '../support/vectors.ts';

const size = 3 * sectorSize;

function blob(length: number, start: number): NvsValue {
  return { type: 'blob', value: Uint8Array.from({ length }, (_, i) => (i * 7 + start) & 0xff) };
}

function set(key: string, value: NvsValue, namespace = 'ns1'): Change {
  return { kind: 'set', namespace, key, value };
}

function imageOf(changes: readonly Change[]): Uint8Array {
  const flash = new MemoryFlash(size);
  const store = NvsStore.open(flash);
  for (const step of changes) change(store, step);
  return flash.image();
}

/** Returns the errors in the image after a cut in each step of a change, with the number of the step. */
function errorsOf(before: Uint8Array, step: Change, stride = 1): string[] {
  const flash = new RecordingFlash(before);
  change(NvsStore.open(flash), step);
  const image = Uint8Array.from(before);
  return flash.steps.flatMap((flashStep, i) => {
    const found = i % stride === 0 || i < 12 ? checkNvsImage(image) : [];
    apply(image, flashStep);
    return found.filter(({ severity }) => severity === 'error').map(({ kind }) => `${i} ${kind}`);
  });
}

const base = [
  set('a', { type: 'u8', value: 1 }),
  set('s', { type: 'string', value: 'old-value' }),
  set('b', blob(100, 1)),
];
const counters = (count: number, keys: number): Change[] =>
  Array.from({ length: count }, (_, i) => set(`k${i % keys}`, { type: 'u32', value: i }));

describe('A cut that costs nothing is no error', () => {
  test.each<[string, readonly Change[], Change]>([
    ['first key', [], set('a', { type: 'u8', value: 1 })],
    ['number', base, set('a', { type: 'u8', value: 2 })],
    ['string', base, set('s', { type: 'string', value: 'new-value, longer than an entry of 32 bytes' })],
    ['blob that takes a third page', [...base, set('s', blob(3600, 5))], set('b', blob(1000, 2))],
    ['number by a string', base, set('a', { type: 'string', value: 'text' })],
    ['blob by a number', base, set('b', { type: 'i64', value: -1n })],
    ['number by a blob', base, set('a', blob(200, 4))],
    ['deleted number', base, { kind: 'erase', namespace: 'ns1', key: 'a' }],
    ['deleted string', base, { kind: 'erase', namespace: 'ns1', key: 's' }],
    ['deleted blob', base, { kind: 'erase', namespace: 'ns1', key: 'b' }],
    ['new namespace', base, set('z', { type: 'u16', value: 9 }, 'ns2')],
  ])('%s', (_, before, step) => {
    expect(errorsOf(imageOf(before), step)).toEqual([]);
  });

  test('while room is made', () => {
    expect(errorsOf(imageOf([...base, ...counters(242, 240)]), set('a', { type: 'u8', value: 2 }), 11)).toEqual([]);
  });

  test('in any word of the header of a page, whole or torn', () => {
    const before = imageOf([...base, ...counters(116, 116)]);
    const old = fingerprint(readContent(before));
    const flash = new RecordingFlash(before);
    NvsStore.open(flash).set('ns1', 'z', { type: 'u16', value: 9 });
    const image = Uint8Array.from(before);
    const found = flash.steps.slice(0, 9).flatMap((step, i) => {
      const cuts = [Uint8Array.from(image), applyTorn(image, step, 0x5a5a5a5a), applyTorn(image, step, 0xa5a5a5a5)];
      apply(image, step);
      return cuts.map((cut) => {
        expect(fingerprint(readContent(cut))).toBe(old);
        expect(fingerprint(contentOf(NvsStore.open(new MemoryFlash(cut))))).toBe(old);
        return [i, ...checkNvsImage(cut).map(({ kind, severity }) => `${severity} ${kind}`)].join(' ');
      });
    });
    // The first step closes the page before; those behind it are the words of the header.
    expect(new Set(found.map((text) => text.replace(/^\d+ ?/, '')))).toEqual(new Set(['', 'warning page-header-cut']));
    expect(found.filter((text) => text.includes('page-header-cut')).length).toBeGreaterThan(14);
  });
});

describe('A cut that costs something is an error', () => {
  test('where firmware loses a blob: its new part is complete, its index not begun', () => {
    const [error, ...more] = checkNvsImage(vector('powerfail/blob_update_chunk_no_index_LOSS.before.bin'));
    expect(error).toMatchObject({ kind: 'chunk-without-index', severity: 'error' });
    expect(error?.remedy).toContain('loses the value');
    expect(more).toEqual([]);
    expect(errorsOf(imageOf(base), set('b', blob(100, 2)))).toEqual(['43 chunk-without-index']);
  });

  test('where a value before the last one is incomplete, or a page with entries has lost its header', () => {
    const image = imageOf(base);
    const incomplete = Uint8Array.from(image);
    // The mark of the data of "s", entry 3, as the values of "b" follow it.
    incomplete[32] = (incomplete[32] as number) | 0b11000000;
    expect(checkNvsImage(incomplete)[0]).toMatchObject({ kind: 'data-state', severity: 'error' });
    const headless = Uint8Array.from(image);
    headless.set([0, 0, 0, 0], 28);
    expect(checkNvsImage(headless)[0]).toMatchObject({ kind: 'page-crc', severity: 'error' });
  });
});
