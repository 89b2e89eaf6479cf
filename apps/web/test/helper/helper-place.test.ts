import { describe, expect, test } from 'vitest';
import { helperPlace } from '../../src/helper/helper-place.ts';

const token = '0123456789abcdef0123456789abcdef';

/** The storage of a tab. */
function storage(entries: Record<string, string> = {}) {
  const map = new Map(Object.entries(entries));
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
  };
}

describe('the place of the helper', () => {
  test('is where the page comes from, or a port of this machine', () => {
    expect(helperPlace(token)).toEqual({ base: '', token });
    expect(helperPlace(`8000-${token}`)).toEqual({ base: 'http://localhost:8000', token });
  });

  test('is found again after a reload', () => {
    const tab = storage();
    helperPlace(token, tab);
    expect(helperPlace(undefined, tab)).toEqual({ base: '', token });
    expect(helperPlace('nonsense', tab)).toEqual({ base: '', token });
    expect(helperPlace(undefined, storage())).toBeUndefined();
    expect(helperPlace(undefined)).toBeUndefined();
  });

  test('is none for a text that names another machine, or no token', () => {
    for (const text of [
      '',
      'x',
      `evil.example-${token}`,
      `8000@evil-${token}`,
      `${token}0`,
      token.slice(1),
      `123456-${token}`,
      `65536-${token}`,
      `0-${token}`,
    ]) {
      expect(helperPlace(text)).toBeUndefined();
    }
  });

  test('goes without a storage that refuses', () => {
    const refusing = {
      getItem: () => {
        throw new Error('SecurityError');
      },
      setItem: () => {
        throw new Error('SecurityError');
      },
    };
    expect(helperPlace(token, refusing)).toEqual({ base: '', token });
    expect(helperPlace(undefined, refusing)).toBeUndefined();
  });
});
