import { foreignJson, foreignText } from '@esp-prov/protocol';
import { findSteering, hostileTexts } from '@esp-prov/testing';
import { describe, expect, it } from 'vitest';

describe('foreignText', () => {
  it.each(Object.entries(hostileTexts))('shows nothing that steers: %s', (_what, text) => {
    expect(findSteering(foreignText(text))).toEqual([]);
    expect(foreignText(text)).toContain('\u{fffd}');
  });

  it('agrees for every code point with a list that is written by number', () => {
    for (let point = 0; point <= 0x10ffff; point++) {
      const text = `a${String.fromCodePoint(point)}a`;
      if (findSteering(text).length > 0) expect(foreignText(text), point.toString(16)).toBe('a\u{fffd}a');
    }
  });

  it.each([
    'MyNetwork_5G',
    '=1+1',
    'Café Müller',
    'خانه',
    'बेतार',
    'สวัสดี',
    '中文网络',
    'שלום',
    '\u{fffd}',
    '👩\u{200d}💻',
    '👩🏽\u{200d}💻',
    '❤\u{fe0f}\u{200d}🔥',
    '1\u{fe0f}\u{20e3}',
    '⌚\u{fe0e}',
    '🇩🇪',
    'é\u{301}\u{302}\u{303}',
  ])('leaves %s as it is', (text) => {
    expect(foreignText(text)).toBe(text);
  });

  it('replaces what looks like part of an emoji and is not', () => {
    expect(foreignText('👩\u{200d}a')).toBe('👩\u{fffd}a');
    expect(foreignText('a\u{200d}👩')).toBe('a\u{fffd}👩');
    expect(foreignText('a1\u{fe0f}')).toBe('a1\u{fffd}');
    expect(foreignText('👩\u{fe0f}\u{fe0f}')).toBe('👩\u{fe0f}\u{fffd}');
    expect(foreignText('👩\u{200d}\u{200d}👩')).toBe('👩\u{fffd}\u{fffd}👩');
  });

  it('leaves four marks on a letter and replaces the others', () => {
    expect(foreignText(`a${'\u{301}'.repeat(6)}b`)).toBe(`a${'\u{301}'.repeat(4)}\u{fffd}\u{fffd}b`);
  });

  it('shows at most so many characters', () => {
    expect(foreignText('x'.repeat(256))).toBe('x'.repeat(256));
    expect(foreignText('x'.repeat(257))).toBe(`${'x'.repeat(255)}…`);
    expect(foreignText('🙂'.repeat(4), 4)).toBe('🙂'.repeat(4));
    expect(foreignText('🙂'.repeat(5), 4)).toBe('🙂🙂🙂…');
    expect(foreignText('x'.repeat(100_000), 10)).toBe('xxxxxxxxx…');
    expect(foreignText('x'.repeat(1000), Number.POSITIVE_INFINITY)).toHaveLength(1000);
  });
});

describe('foreignJson', () => {
  it.each(Object.entries(hostileTexts))('writes nothing that steers and loses nothing: %s', (_what, text) => {
    const value = { [text]: [text] };
    expect(findSteering(foreignJson(value))).toEqual([]);
    expect(JSON.parse(foreignJson(value))).toEqual(value);
  });

  it('keeps the line ends of an indented text', () => {
    expect(foreignJson({ a: 'b\nc' }, 2)).toBe('{\n  "a": "b\\nc"\n}');
  });
});
