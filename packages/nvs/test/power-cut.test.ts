import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryFlash, NvsStore, type NvsValue, nvsRulesOf, readNvs, sectorSize } from '../src/index.ts';
import { cutEverywhere } from './support/cut.ts';
import { type Change, change, contentAfter, contentOf, fingerprint } from './support/model.ts';
import { apply, RecordingFlash } from './support/recording-flash.ts';

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

const base = [
  set('a', { type: 'u8', value: 1 }),
  set('s', { type: 'string', value: 'old-value' }),
  set('b', blob(100, 1)),
];

/** Returns changes whose keys and dead entries leave little room. */
function counters(count: number, keys: number): Change[] {
  return Array.from({ length: count }, (_, i) => set(`k${i % keys}`, { type: 'u32', value: i }));
}

const cases: readonly (readonly [name: string, before: readonly Change[], step: Change])[] = [
  ['first key', [], set('a', { type: 'u8', value: 1 })],
  ['number', base, set('a', { type: 'u8', value: 2 })],
  ['string', base, set('s', { type: 'string', value: 'new-value, longer than an entry of 32 bytes' })],
  ['blob', base, set('b', blob(100, 2))],
  ['blob that takes a third page', [...base, set('s', blob(3600, 5))], set('b', blob(1000, 2))],
  ['blob of two pages by a short one', [...base, set('b', blob(4500, 2))], set('b', blob(10, 3))],
  ['blank bytes', [...base, set('b', blob(300, 1))], set('b', { type: 'blob', value: new Uint8Array(300).fill(0xff) })],
  ['number by a string', base, set('a', { type: 'string', value: 'text' })],
  ['blob by a number', base, set('b', { type: 'i64', value: -1n })],
  ['number by a blob', base, set('a', blob(200, 4))],
  ['deleted number', base, { kind: 'erase', namespace: 'ns1', key: 'a' }],
  ['deleted string', base, { kind: 'erase', namespace: 'ns1', key: 's' }],
  ['deleted blob', base, { kind: 'erase', namespace: 'ns1', key: 'b' }],
  ['new namespace', base, set('z', { type: 'u16', value: 9 }, 'ns2')],
];

const number = fc.oneof(
  fc.record({ type: fc.constant('u8' as const), value: fc.integer({ min: 0, max: 255 }) }),
  fc.record({ type: fc.constant('i32' as const), value: fc.integer() }),
  fc.record({ type: fc.constant('u64' as const), value: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }) }),
);
const value: fc.Arbitrary<NvsValue> = fc.oneof(
  number,
  fc.record({
    type: fc.constant('string' as const),
    value: fc.string({ maxLength: 60 }).map((s) => s.replaceAll('\0', '')),
  }),
  fc.tuple(fc.integer({ min: 0, max: 120 }), fc.nat(255)).map(([length, start]) => blob(length, start)),
  fc.tuple(fc.integer({ min: 0, max: 3800 }), fc.nat(255)).map(([length, start]) => blob(length, start)),
);
const changes: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('set' as const),
      namespace: fc.constantFrom('n', 'm'),
      key: fc.constantFrom('a', 'b', 'c'),
      value,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('erase' as const),
      namespace: fc.constantFrom('n', 'm'),
      key: fc.constantFrom('a', 'b', 'c'),
    }),
  },
);

describe('a power cut in any word or erase', () => {
  it.each(cases)('leaves the old or the new value: %s', (_, before, step) => {
    expect(cutEverywhere(imageOf(before), step).steps).toBeGreaterThan(0);
    cutEverywhere(imageOf(before), step, { purge: true, stride: 5 });
  });

  it('leaves the old or the new value while room is made', () => {
    const before = imageOf([...base, ...counters(242, 240)]);
    // An entry is copied in nine steps, so every seventh step reaches each of them.
    const { steps } = cutEverywhere(before, set('a', { type: 'u8', value: 2 }), { stride: 7 });
    expect(steps).toBeGreaterThan(900);
  });

  it('leaves the old or the new value in a sequence of changes', () => {
    fc.assert(
      fc.property(
        fc.array(changes, { minLength: 1, maxLength: 5 }),
        fc.nat(240),
        fc.boolean(),
        fc.constantFrom('5.5.2', '5.5.5', '6.0.2', '6.1'),
        (sequence, dead, purge, release) => {
          const rules = nvsRulesOf(release);
          let image = imageOf(counters(dead, 4));
          for (const step of sequence) ({ image } = cutEverywhere(image, step, { purge, rules, stride: 37 }));
        },
      ),
      { numRuns: 70 },
    );
  });

  it('leaves a long value whose page was copied and then erased halfway', () => {
    // Found by the sequences above: a part of `a` is the last item of the page whose copying is cut.
    const steps = [set('a', blob(1857, 0), 'n'), set('c', blob(2017, 0), 'n'), set('a', blob(3649, 0), 'm')];
    for (const release of ['5.5.2', '5.5.5', '6.0.2', '6.1']) {
      const rules = nvsRulesOf(release);
      let image = imageOf(counters(191, 4));
      for (const step of [...steps, set('a', { type: 'string', value: '' }, 'n')]) {
        ({ image } = cutEverywhere(image, step, { rules, stride: 37 }));
      }
    }
  });

  it('leaves the new value in spite of an old one of another type in another page', () => {
    const before = imageOf([set('x', { type: 'u8', value: 1 }), ...counters(124, 100)]);
    const flash = new RecordingFlash(before);
    NvsStore.open(flash).set('ns1', 'x', { type: 'u16', value: 2 });
    const image = Uint8Array.from(before);
    for (const step of flash.steps.slice(0, -1)) apply(image, step);
    const value: NvsValue = { type: 'u16', value: 2 };
    expect(readNvs(image).get('ns1', 'x')).toEqual(value);
    // Firmware before ESP-IDF 5.2 keeps both on purpose, and finds each by its type.
    expect(
      Array.from(readNvs(image).entries())
        .filter(({ key }) => key === 'x')
        .map(({ type }) => type),
    ).toEqual(['u8', 'u16']);
    const store = NvsStore.open(new MemoryFlash(image));
    for (const step of counters(300, 100)) change(store, step);
    expect(store.get('ns1', 'x')).toEqual(value);
    cutEverywhere(image, { kind: 'erase', namespace: 'ns1', key: 'x' });
  });

  it('leaves the keys of a commit up to some place new, and all others old', () => {
    const before = imageOf(base);
    const entries = new Map<string, NvsValue | null>([
      ['a', { type: 'u8', value: 2 }],
      ['s', null],
      ['b', blob(50, 9)],
      ['new', { type: 'string', value: 'x' }],
    ]);
    const allowed = [contentOf(readNvs(before))];
    for (const [key, value] of entries) {
      const step: Change =
        value === null ? { kind: 'erase', namespace: 'ns1', key } : { kind: 'set', namespace: 'ns1', key, value };
      allowed.push(contentAfter(allowed.at(-1) ?? new Map(), step));
    }
    const found = everyCut(before, (store) => store.commit('ns1', entries));
    expect(new Set(found)).toEqual(new Set(allowed.map(fingerprint)));
  });

  it.each([
    ['a namespace', (store: NvsStore) => store.eraseNamespace('ns1'), 'ns2/'],
    ['everything', (store: NvsStore) => store.eraseAll(), undefined],
  ] as const)('leaves some of the keys, unchanged, while %s is erased', (_, erase, kept) => {
    const before = imageOf([...base, ...counters(150, 20), set('z', blob(300, 4), 'ns2'), set('b', blob(4000, 2))]);
    const old = fingerprint(contentOf(readNvs(before))).split('\n');
    const found = everyCut(before, erase).map((content) => content.split('\n').filter((line) => line !== ''));
    for (const lines of found) {
      expect(old).toEqual(expect.arrayContaining(lines));
      if (kept !== undefined) expect(lines.some((line) => line.startsWith(kept))).toBe(true);
    }
    expect(found.at(-1)?.length).toBeLessThan(old.length);
  });
});

/**
 * Returns the content after a cut before each step, and after the last one; a new namespace is begun in each, and is
 * empty.
 */
function everyCut(before: Uint8Array, action: (store: NvsStore) => void): string[] {
  const flash = new RecordingFlash(before);
  action(NvsStore.open(flash));
  const image = Uint8Array.from(before);
  const found: string[] = [];
  for (const step of [...flash.steps, undefined]) {
    const store = NvsStore.open(new MemoryFlash(image));
    found.push(fingerprint(contentOf(store)));
    store.set('new-namespace', 'key', { type: 'u8', value: 1 });
    expect(contentOf(store).size).toBe(contentOf(readNvs(image)).size + 1);
    if (step !== undefined) apply(image, step);
  }
  return found;
}
