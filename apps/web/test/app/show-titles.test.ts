import { expect, test } from 'vitest';
import { showTitles } from '../../src/app/show-titles.ts';

/** An element whose heading is changed by hand. */
function titled() {
  let heading: string | undefined;
  const target = new EventTarget();
  const renderRoot = { querySelector: () => (heading === undefined ? null : { textContent: heading }) };
  return {
    element: {
      addEventListener: target.addEventListener.bind(target) as HTMLElement['addEventListener'],
      renderRoot,
    },
    show(text: string | undefined) {
      heading = text;
      target.dispatchEvent(new Event('title-change'));
    },
  };
}

test('the page has the title of its screen, also of one that is rendered later than its state', () => {
  const { element, show } = titled();
  const document = { title: '', documentElement: { lang: 'en' } as HTMLElement };
  showTitles({ element }, document);
  const bare = document.title;
  expect(bare).not.toBe('');
  show(' Which network? ');
  expect(document.title).toBe(`Which network? – ${bare}`);
  show(undefined);
  expect(document.title).toBe(bare);
});
