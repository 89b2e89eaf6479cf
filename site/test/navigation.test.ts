import { describe, expect, test } from 'vitest';
import { sections } from '../navigation.mjs';
import { pageMakers } from '../pages/page-makers.mjs';
import { pathsOf } from '../sources/complete-navigation.mjs';
import { gatherPages } from '../sources/lay-out.mjs';

const { pages, navigation } = await gatherPages({ withApi: false });
const paths = pathsOf(navigation);

/** Names of makers for which site/navigation.mjs keeps a place. */
function placesIn(items: readonly Record<string, unknown>[]): string[] {
  return items.flatMap(({ made, items: inner }) => [
    ...(typeof made === 'string' ? [made] : []),
    ...placesIn((inner as Record<string, unknown>[] | undefined) ?? []),
  ]);
}

describe('The navigation', () => {
  test('names every page but the first', () => {
    const unnamed = pages.map(({ path }) => path.slice(0, -'.md'.length)).filter((path) => !paths.includes(path));
    expect(unnamed).toEqual(['index']);
  });

  test('has a page for every entry, and names none twice', () => {
    const known = new Set(pages.map(({ path }) => path));
    expect(paths.filter((path) => !known.has(`${path}.md`))).toEqual([]);
    expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
  });

  test('keeps a place for every maker that has items, and for no other', () => {
    const makers = pageMakers.filter(({ navigation: items }) => items !== undefined).map(({ name }) => name);
    expect(placesIn(sections).sort()).toEqual(makers.sort());
  });
});
