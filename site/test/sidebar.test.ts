import { describe, expect, test } from 'vitest';
import { navigationOf } from '../.vitepress/sidebar.mjs';

const many = Array.from({ length: 20 }, (_, at) => ({ text: `c${at}`, path: `reference/commands/c${at}` }));
const sections = [
  { text: 'Guides', folder: 'guides', items: [{ text: 'Which', path: 'guides/index' }] },
  {
    text: 'Reference',
    folder: 'reference',
    items: [
      { text: 'Commands', path: 'reference/commands/index', items: many },
      { text: 'Few', items: [{ text: 'One', path: 'reference/one' }] },
      { text: 'Releases', path: 'releasing' },
    ],
  },
  { text: 'Demo', path: 'demo' },
];

describe('navigationOf', () => {
  const { nav, sidebar } = navigationOf(sections);

  test('leads from the bar to the first page of each section', () => {
    expect(nav.map(({ text, link }) => [text, link])).toEqual([
      ['Guides', '/guides/'],
      ['Reference', '/reference/commands/'],
      ['Demo', '/demo'],
    ]);
  });

  test('gives a large group a sidebar of its own, with the way back', () => {
    expect(Object.keys(sidebar)).toEqual(['/guides/', '/reference/commands', '/reference/', '/releasing']);
    const [back, group] = sidebar['/reference/commands'] ?? [];
    expect(back).toEqual({ text: '← Reference', link: '/reference/commands/' });
    expect(group?.items).toHaveLength(20);
    expect(sidebar['/reference/']?.[0]?.items?.[0]).toEqual({ text: 'Commands', link: '/reference/commands/' });
  });

  test('makes every group that opens a link', () => {
    expect(sidebar['/reference/']?.[0]?.items?.[1]).toMatchObject({
      text: 'Few',
      link: '/reference/one',
      collapsed: true,
    });
  });
});
