import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../src/bytes.ts';
import { type Fragment, FragmentCollector, fragmentAt, rmakerFragmentSize } from '../src/fragments.ts';

const text = utf8('{"Light":{"Power":true}}');

test('what is cut into fragments is put together again, whatever their size', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 700 }), fc.integer({ min: 1, max: 300 }), (whole, size) => {
      const collector = new FragmentCollector(700);
      while (!collector.complete) expect(collector.add(fragmentAt(whole, collector.offset, size))).toBeUndefined();
      expect(collector.bytes()).toEqual(Uint8Array.from(whole));
    }),
  );
});

test('an empty text is one empty fragment', () => {
  const collector = new FragmentCollector(100);
  expect(collector.complete).toBe(false);
  expect(collector.add(fragmentAt(new Uint8Array(0), 0, rmakerFragmentSize))).toBeUndefined();
  expect(collector.complete).toBe(true);
});

describe('a fragment is refused', () => {
  const first = fragmentAt(text, 0, 9);
  const second = fragmentAt(text, 9, 9);

  test.each<[string, Fragment, string]>([
    ['that begins later', { ...first, offset: 1 }, 'out-of-order'],
    ['of a text that is too long', { ...first, totalLength: 101 }, 'too-long'],
    ['of a text of four billion bytes', { ...first, totalLength: 0xffff_ffff }, 'too-long'],
    ['that is longer than the whole', { ...first, totalLength: 8 }, 'overrun'],
    ['that brings nothing', { ...first, payload: new Uint8Array(0) }, 'empty'],
  ])('%s as the first', (_, fragment, flaw) => {
    const collector = new FragmentCollector(100);
    expect(collector.add(fragment)).toBe(flaw);
    expect(collector.offset).toBe(0);
  });

  test.each<[string, Fragment, string]>([
    ['that comes twice', first, 'out-of-order'],
    ['with a gap before it', { ...second, offset: 10 }, 'out-of-order'],
    ['that overlaps', { ...second, offset: 8 }, 'out-of-order'],
    ['of another length', { ...second, totalLength: text.length + 1 }, 'total-changed'],
    ['that makes the text end now', { ...second, totalLength: 18 }, 'total-changed'],
    ['that runs over the end', { ...second, payload: new Uint8Array(text.length) }, 'overrun'],
    ['that brings nothing', { ...second, payload: new Uint8Array(0) }, 'empty'],
  ])('%s as the second', (_, fragment, flaw) => {
    const collector = new FragmentCollector(100);
    expect(collector.add(first)).toBeUndefined();
    expect(collector.add(fragment)).toBe(flaw);
    // A wrong one changes nothing.
    expect(collector.add(second)).toBeUndefined();
    expect(collector.offset).toBe(18);
  });

  test('after the last one', () => {
    const collector = new FragmentCollector(100);
    collector.add(fragmentAt(text, 0, 100));
    expect(collector.add(first)).toBe('surplus');
    expect(collector.bytes()).toEqual(text);
  });
});

test('whatever fragments arrive, no more is held than the limit', () => {
  const any = fc.record({
    offset: fc.nat(40),
    payload: fc.uint8Array({ maxLength: 20 }),
    totalLength: fc.oneof(fc.nat(60), fc.nat(0xffff_ffff)),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 30 }), (fragments) => {
      const collector = new FragmentCollector(50);
      for (const fragment of fragments) collector.add(fragment);
      expect(collector.bytes().length).toBe(collector.offset);
      expect(collector.offset).toBeLessThanOrEqual(50);
    }),
  );
});
