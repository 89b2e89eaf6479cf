import { describe, expect, test } from 'vitest';
import { look } from '../../src/look/look.ts';

const css = look.map((part) => part.cssText).join('\n');

/** The public properties, as they are documented for whoever embeds the element. */
const publicProperties = [
  'accent',
  'danger',
  'edge',
  'focus',
  'font',
  'font-mono',
  'line',
  'muted',
  'on-accent',
  'page',
  'radius',
  'shadow',
  'stroke',
  'sunken',
  'surface',
  'text',
  'unit',
  'warn',
];

describe('the look', () => {
  test('has the public properties that are promised, and no more', () => {
    const found = new Set([...css.matchAll(/--esp-provision-([a-z-]+)/g)].map(([, name]) => name));
    expect([...found].sort()).toEqual(publicProperties);
  });

  test('uses no private property that nothing sets', () => {
    const used = new Set([...css.matchAll(/var\((--[a-z_][a-z0-9-]*)/g)].map(([, name]) => name));
    const set = new Set([...css.matchAll(/(--[a-z_][a-z0-9-]*):/g)].map(([, name]) => name));
    expect([...used].filter((name) => !set.has(name) && !name?.startsWith('--esp-provision-'))).toEqual([]);
  });

  test('never sets the colour scheme: it follows the page around it', () => {
    expect(css).not.toMatch(/color-scheme:/);
  });

  test('keeps to logical sides, so that it turns round', () => {
    const sides = /(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom):/gm;
    expect(css.match(sides) ?? []).toEqual([]);
  });
});
