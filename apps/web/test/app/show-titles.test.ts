import { expect, test } from 'vitest';
import { showTitles } from '../../src/app/show-titles.ts';

test('the title is that of the screen that is shown, also where the screen is drawn after the title is asked for', async () => {
  const listeners = new Set<() => void>();
  let heading = 'Start';
  let drawing: Promise<void> = Promise.resolve();
  const element = {
    get updateComplete() {
      return drawing;
    },
    renderRoot: { querySelector: () => ({ textContent: heading }) },
  };
  const document = { documentElement: { lang: 'en' }, title: '' };
  showTitles({ element, runner: { subscribe: (listener) => listeners.add(listener) } }, document);
  listeners.add(() => {
    drawing = Promise.resolve().then(() => {
      heading = 'Networks';
    });
  });
  await turn();
  expect(document.title).toBe('Start – Device setup');
  for (const listener of listeners) listener();
  await turn();
  expect(document.title).toBe('Networks – Device setup');
});

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
