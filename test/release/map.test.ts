import { describe, expect, test } from 'vitest';
import { importTable } from '../../scripts/import-table.mjs';
import { drawMap } from '../../scripts/map/draw-map.mjs';
import { floorsOf, linesOf, placeRooms, slots } from '../../scripts/map/place-rooms.mjs';
import { crossings, routes } from '../../scripts/map/routes.mjs';

const uses = (table: Record<string, string[]>) => new Map(Object.entries(table));

describe('The map of the packages', () => {
  test('puts each one floor above all that it imports', () => {
    const floors = floorsOf(uses({ app: ['lib', 'base'], lib: ['base'], base: [], other: [] }));
    expect(Object.fromEntries(floors)).toEqual({ app: 2, lib: 1, base: 0, other: 0 });
  });

  test('cannot be drawn of a circle', () => {
    expect(() => floorsOf(uses({ a: ['b'], b: ['a'] }))).toThrow('a imports itself, by way of others');
  });

  test('leaves out what is imported by way of another', () => {
    expect(linesOf(uses({ app: ['lib', 'base'], lib: ['base'], base: [] }))).toEqual([
      { from: 'app', to: 'lib' },
      { from: 'lib', to: 'base' },
    ]);
  });

  test('has no crossing where none is needed', () => {
    const table = uses({ a: ['z'], b: ['y'], c: ['x'], x: [], y: [], z: [] });
    const floors = floorsOf(table);
    const lines = linesOf(table);
    const place = placeRooms(floors, lines);
    expect(crossings(routes(place, floors, lines, slots))).toBe(0);
    expect(new Set([...place].map(([name, slot]) => `${floors.get(name)} ${slot}`)).size).toBe(6);
  });

  test('leads lines past rooms, not through them', () => {
    const floors = new Map([
      ['top', 2],
      ['middle', 1],
      ['bottom', 0],
    ]);
    const place = new Map([...floors.keys()].map((name) => [name, 1]));
    const [way] = routes(place, floors, [{ from: 'top', to: 'bottom' }], slots);
    expect(way?.points.map(({ floor }) => floor)).toEqual([2, 1, 0]);
    expect(Math.abs((way?.points[1]?.x ?? 0) - 1)).toBeGreaterThanOrEqual(0.5);
  });

  test('has a title, a description of every import, and colours for dark screens', () => {
    const svg = drawMap(importTable);
    expect(svg).toContain('<title id="drawing-map-title">');
    expect(svg).toContain('client imports protocol.');
    expect(svg).toContain('bluez imports dbus, protocol, and types of client and device.');
    expect(svg).toContain('prefers-color-scheme: dark');
    for (const home of Object.keys(importTable)) expect(svg).toContain(`${home.split('/').at(-1)} imports `);
    const [, width] = /viewBox="0 0 (\d+) /.exec(svg) ?? [];
    expect(Number(width)).toBeLessThanOrEqual(320);
    const sizes = [...svg.matchAll(/font-size: (\d+)px/g)].map(([, size]) => Number(size));
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(12);
  });
});
