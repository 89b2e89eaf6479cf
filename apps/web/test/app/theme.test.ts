import { expect, test } from 'vitest';
import { rememberedTheme, showTheme } from '../../src/app/theme.ts';

function memory(texts: Record<string, string> = {}) {
  const kept = new Map(Object.entries(texts));
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

const forbidden = {
  getItem: (): string => {
    throw new Error('forbidden');
  },
  setItem: (): void => {
    throw new Error('full');
  },
};

test('a chosen theme is shown on the root and comes back', () => {
  const [root, kept] = [{ dataset: {} as DOMStringMap }, memory()];
  showTheme('dark', root, kept);
  expect(root.dataset).toEqual({ theme: 'dark' });
  expect(rememberedTheme(kept)).toBe('dark');
  showTheme('auto', root, kept);
  expect(root.dataset).toEqual({});
  expect(rememberedTheme(kept)).toBe('auto');
});

test('the system decides where nothing, or nonsense, is remembered', () => {
  expect(rememberedTheme(memory())).toBe('auto');
  expect(rememberedTheme(memory({ 'esp-prov-theme': '"><script>' }))).toBe('auto');
});

test('a store that is missing, forbidden or full keeps nothing from working', () => {
  const root = { dataset: {} as DOMStringMap };
  for (const store of [undefined, forbidden]) {
    expect(rememberedTheme(store)).toBe('auto');
    showTheme('light', root, store);
    expect(root.dataset).toEqual({ theme: 'light' });
  }
});
