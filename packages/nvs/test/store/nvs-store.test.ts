import { describe, expect, it } from 'vitest';
import {
  type EntryCipher,
  type Flash,
  MemoryFlash,
  NvsError,
  NvsStore,
  type NvsValue,
  readNvs,
  sectorSize,
} from '../../src/index.ts';
import { RecordingFlash } from '../support/recording-flash.ts';
import { hex, vector } from '../support/vectors.ts';

const size = 6 * sectorSize;

function blob(length: number, start = 3): NvsValue {
  return { type: 'blob', value: Uint8Array.from({ length }, (_, i) => (i * 7 + start) & 0xff) };
}

function codeOf(action: () => unknown): string | undefined {
  try {
    action();
  } catch (error) {
    return error instanceof NvsError ? error.code : String(error);
  }
  return undefined;
}

const values: readonly NvsValue[] = [
  { type: 'u8', value: 255 },
  { type: 'i8', value: -128 },
  { type: 'u16', value: 65535 },
  { type: 'i16', value: -32768 },
  { type: 'u32', value: 0xffffffff },
  { type: 'i32', value: -0x80000000 },
  { type: 'u64', value: (1n << 64n) - 1n },
  { type: 'i64', value: -(1n << 63n) },
  { type: 'string', value: '' },
  { type: 'string', value: 'h€llo ☃' },
  { type: 'string', value: 'x'.repeat(3999) },
  blob(0),
  blob(32),
  blob(4000),
  blob(9000),
];

describe('NvsStore', () => {
  it.each(values.map((value) => [value.type, value] as const))('keeps a %s', (_, value) => {
    const flash = new MemoryFlash(size);
    NvsStore.open(flash).set('ns', 'key', value);
    expect(NvsStore.open(flash).get('ns', 'key')).toEqual(value);
    expect(readNvs(flash.image()).get('ns', 'key')).toEqual(value);
  });

  it('has values of one key in several namespaces', () => {
    const store = NvsStore.open(new MemoryFlash(size));
    store.set('one', 'key', { type: 'u8', value: 1 });
    store.set('two', 'key', { type: 'u8', value: 2 });
    expect(store.get('one', 'key')).toEqual({ type: 'u8', value: 1 });
    expect(store.get('two', 'key')).toEqual({ type: 'u8', value: 2 });
    expect(store.get('three', 'key')).toBeUndefined();
    expect(Array.from(store.entries(), ({ namespace, key, type }) => [namespace, key, type])).toEqual([
      ['one', 'key', 'u8'],
      ['two', 'key', 'u8'],
    ]);
  });

  it('writes what the library of the firmware writes', () => {
    const flash = new MemoryFlash(3 * sectorSize);
    const store = NvsStore.open(flash);
    store.set('ns1', 'a', { type: 'u8', value: 1 });
    store.set('ns1', 's', { type: 'string', value: 'old-value' });
    store.set('ns1', 'b', blob(100, 1));
    expect(hex(flash.image())).toBe(hex(vector('powerfail/base.bin')));
  });

  it('rewrites a blob of several pages as the library of the firmware does', () => {
    const flash = new MemoryFlash(vector('device/multipage_v0.bin'));
    const { value } = NvsStore.open(new MemoryFlash(vector('device/multipage_v1.bin'))).get('b', 'big') ?? {};
    NvsStore.open(flash).set('b', 'big', { type: 'blob', value: value as Uint8Array<ArrayBuffer> });
    expect(hex(flash.image())).toBe(hex(vector('device/multipage_v1.bin')));
  });

  it.each([
    ['a', { type: 'u8', value: 2 }, 10, 18],
    ['s', { type: 'string', value: 'new-value' }, 19, 35],
    ['b', blob(100, 2), 54, 102],
  ] as const)('programs as many words as firmware to change %s', (key, value, words, purgedWords) => {
    for (const purge of [false, true]) {
      const flash = new RecordingFlash(vector('powerfail/base.bin'));
      NvsStore.open(flash, { purge }).set('ns1', key, value);
      expect(flash.steps).toHaveLength(purge ? purgedWords : words);
    }
  });

  it('programs as many words as firmware to make room', () => {
    const flash = new RecordingFlash(vector('powerfail/gc_base.bin'));
    const store = NvsStore.open(flash);
    const [namespace = ''] = Array.from(store.entries(), (entry) => entry.namespace);
    store.set(namespace, 'new1', { type: 'u32', value: 1 });
    expect(flash.steps).toHaveLength(974);
  });

  it('writes nothing that is stored already', () => {
    const flash = new RecordingFlash(new Uint8Array(size).fill(0xff));
    const store = NvsStore.open(flash);
    for (const [i, value] of values.entries()) if (i !== 10) store.set('ns', `key${i}`, value);
    const { length } = flash.steps;
    for (const [i, value] of values.entries()) if (i !== 10) store.set('ns', `key${i}`, value);
    expect(flash.steps).toHaveLength(length);
  });

  it('replaces a value by one of another type', () => {
    const store = NvsStore.open(new MemoryFlash(size));
    for (const value of values) {
      store.set('ns', 'key', value);
      expect(store.get('ns', 'key')).toEqual(value);
      expect(Array.from(store.entries())).toHaveLength(1);
    }
  });

  it('erases a key, a namespace, everything', () => {
    const flash = new MemoryFlash(size);
    const store = NvsStore.open(flash);
    for (const namespace of ['one', 'two']) for (const key of ['a', 'b']) store.set(namespace, key, blob(3500));
    expect(store.eraseKey('one', 'a')).toBe(true);
    expect(store.eraseKey('one', 'a')).toBe(false);
    store.eraseNamespace('two');
    expect(Array.from(store.entries(), ({ namespace, key }) => `${namespace}/${key}`)).toEqual(['one/b']);
    expect(store.stats().namespaces).toBe(2);
    store.eraseAll();
    expect(store.stats()).toEqual({ used: 0, free: 756, available: 630, total: 756, namespaces: 0 });
    expect(flash.image().every((byte) => byte === 0xff)).toBe(true);
    store.set('one', 'b', { type: 'u8', value: 1 });
    expect(NvsStore.open(flash).get('one', 'b')).toEqual({ type: 'u8', value: 1 });
  });

  it('goes on after thousands of changes', () => {
    const flash = new MemoryFlash(size);
    const store = NvsStore.open(flash);
    for (let i = 0; i < 3000; i++) {
      store.set('ns', `key${i % 50}`, i % 7 === 0 ? blob(i % 300) : { type: 'u32', value: i });
    }
    for (let i = 2950; i < 3000; i++) {
      const value: NvsValue = i % 7 === 0 ? blob(i % 300) : { type: 'u32', value: i };
      expect(store.get('ns', `key${i % 50}`)).toEqual(value);
      expect(NvsStore.open(flash).get('ns', `key${i % 50}`)).toEqual(value);
    }
  });

  it('keeps the old value of a blob for whose new value there is no room', () => {
    const flash = new MemoryFlash(size);
    const store = NvsStore.open(flash);
    store.set('ns', 'big', blob(12000, 1));
    expect(codeOf(() => store.set('ns', 'big', blob(12000, 2)))).toBe('nvs/no-space');
    expect(store.get('ns', 'big')).toEqual(blob(12000, 1));
    store.set('ns', 'small', { type: 'u8', value: 1 });
    expect(store.get('ns', 'small')).toEqual({ type: 'u8', value: 1 });
    expect(NvsStore.open(flash).get('ns', 'big')).toEqual(blob(12000, 1));
  });

  it('refuses what NVS cannot keep, before anything is written', () => {
    const flash = new RecordingFlash(new Uint8Array(size).fill(0xff));
    const store = NvsStore.open(flash);
    const one: NvsValue = { type: 'u8', value: 1 };
    expect(codeOf(() => store.set('ns', '', one))).toBe('nvs/invalid-name');
    expect(codeOf(() => store.set('ns', 'x'.repeat(16), one))).toBe('nvs/invalid-name');
    expect(codeOf(() => store.set('€'.repeat(6), 'x', one))).toBe('nvs/invalid-name');
    expect(codeOf(() => store.set('ns', 'x', { type: 'string', value: 'x'.repeat(4000) }))).toBe('nvs/value-too-long');
    expect(codeOf(() => store.set('ns', 'x', blob(20001)))).toBe('nvs/value-too-long');
    const tooLarge = '256 does not fit u8. Expected a number from 0 to 255, for example 42';
    expect(() => store.set('ns', 'x', { type: 'u8', value: 256 })).toThrow(new RangeError(tooLarge));
    const tooSmall = '-129 does not fit i8. Expected a number from -128 to 127, for example 42';
    expect(() => store.set('ns', 'x', { type: 'i8', value: -129 })).toThrow(new RangeError(tooSmall));
    expect(() => store.set('ns', 'x', { type: 'i16', value: 1.5 })).toThrow(RangeError);
    expect(() => store.set('ns', 'x', { type: 'string', value: 'a\0b' })).toThrow(RangeError);
    const entries = new Map([
      ['a', one],
      ['x'.repeat(16), one],
    ]);
    expect(codeOf(() => store.commit('ns', entries))).toBe('nvs/invalid-name');
    expect(flash.steps).toEqual([]);
  });

  it('commits several keys', () => {
    const store = NvsStore.open(new MemoryFlash(size));
    store.set('ns', 'old', { type: 'u8', value: 1 });
    store.commit(
      'ns',
      new Map<string, NvsValue | null>([
        ['old', null],
        ['new', { type: 'string', value: 'x' }],
        ['none', null],
      ]),
    );
    expect(Array.from(store.entries(), ({ key }) => key)).toEqual(['new']);
  });

  it('has 254 namespaces', () => {
    const store = NvsStore.open(new MemoryFlash(size));
    for (let i = 1; i <= 254; i++) store.set(`ns${i}`, 'a', { type: 'u8', value: i });
    expect(codeOf(() => store.set('ns255', 'a', { type: 'u8', value: 1 }))).toBe('nvs/no-space');
    expect(store.get('ns254', 'a')).toEqual({ type: 'u8', value: 254 });
  });

  it('gives no keys that lost their namespace to a new one', () => {
    const flash = new MemoryFlash(size);
    const store = NvsStore.open(flash);
    for (let i = 0; i < 130; i++) store.set('lost', `key${i}`, { type: 'u8', value: 1 });
    flash.erase(0);
    const after = NvsStore.open(flash);
    after.set('new', 'a', { type: 'u8', value: 1 });
    expect(after.get('new', 'key129')).toBeUndefined();
    expect(Array.from(after.entries(), ({ key }) => key)).toEqual(['a']);
  });

  it('writes old blobs for old firmware, and reads them', () => {
    const flash = new MemoryFlash(size);
    const store = NvsStore.open(flash, { legacyBlobs: true });
    store.set('ns', 'b', blob(1984));
    expect(codeOf(() => store.set('ns', 'b', blob(1985)))).toBe('nvs/value-too-long');
    expect(flash.image()[8]).toBe(0xff);
    const newer = NvsStore.open(flash);
    expect(newer.get('ns', 'b')).toEqual(blob(1984));
    newer.set('ns', 'b', blob(5000));
    expect(NvsStore.open(flash).get('ns', 'b')).toEqual(blob(5000));
    expect(Array.from(newer.entries())).toHaveLength(1);
  });

  it('encrypts the entries, each by its offset', () => {
    const cipher: EntryCipher = { seal: mask, open: mask };
    const flash = new MemoryFlash(size);
    const store = NvsStore.open(flash, { cipher, purge: true });
    for (let i = 0; i < 400; i++) store.set('ns', `key${i % 40}`, i % 3 === 0 ? blob(i) : { type: 'u32', value: i });
    const again = NvsStore.open(flash, { cipher });
    const reader = readNvs(flash.image(), { cipher });
    for (let i = 360; i < 400; i++) {
      const value: NvsValue = i % 3 === 0 ? blob(i) : { type: 'u32', value: i };
      expect(again.get('ns', `key${i % 40}`)).toEqual(value);
      expect(reader.get('ns', `key${i % 40}`)).toEqual(value);
    }
    expect(Array.from(readNvs(flash.image()).entries())).toEqual([]);
  });

  it('overwrites what is erased only with purge', () => {
    for (const purge of [false, true]) {
      const flash = new MemoryFlash(size);
      const store = NvsStore.open(flash, { purge });
      store.set('ns', 'password', { type: 'string', value: 'correct horse' });
      store.set('ns', 'password', { type: 'string', value: 'battery staple' });
      const text = new TextDecoder('latin1').decode(flash.image());
      expect(text.includes('correct horse')).toBe(!purge);
      expect(text.includes('battery staple')).toBe(true);
    }
  });

  it('refuses a partition of less than three sectors', () => {
    const flash: Flash = new MemoryFlash(2 * sectorSize);
    expect(codeOf(() => NvsStore.open(flash))).toBe('nvs/too-small');
  });
});

function mask(offset: number, entry: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(entry, (byte, i) => byte ^ ((offset * 31 + i * 7 + 0x5a) & 0xff));
}
