import { loadWords } from '../words/load-words.ts';
import { browserWorld } from './browser-world.ts';
import { connectHistory } from './flow-history.ts';
import type { FlowStart, PageFlow } from './flow-start.ts';
import { readFragment } from './fragment.ts';
import { type Flow, makeFlow } from './make-flow.ts';
import { pageHistory } from './page-history.ts';
import { pageWords } from './page-words.ts';
import { isServedByDevice } from './served-by-device.ts';

/** Starts the flow in the middle of the page. */
export async function startFlow(start: FlowStart): Promise<PageFlow> {
  const { window, fragment, language } = start;
  const { document, location } = window;
  // The demo is a page of its own: whichever was begun with is left wholly.
  window.addEventListener('hashchange', () => {
    if (readFragment(location.hash).demo !== fragment.demo) location.reload();
  });
  if (fragment.demo) return await import('./start-demo.ts').then(({ startDemo }) => startDemo(start));
  const [words, isServed] = await Promise.all([loadWords(language), isServedByDevice(location, window.fetch)]);
  const flow = makeFlow(browserWorld(window, { isServed, openVirtual: () => leaveForDemo(location) }), words);
  const { element, runner } = flow;
  connectHistory(pageHistory(window), runner);
  document.getElementById('flow')?.replaceChildren(element);
  if (fragment.qr !== undefined) runner.dispatch({ kind: 'qr-text', text: fragment.qr });
  showTitles(flow, document);
  return {
    async setLanguage(tag) {
      element.words = await loadWords(tag);
    },
  };
}

/** Goes to the demo, which the page reloads for. */
function leaveForDemo(location: Location): Promise<never> {
  location.hash = 'demo';
  return new Promise(() => undefined);
}

/** Gives the page the title of its screen, which is its heading: histories, tabs and screen readers show it. */
function showTitles({ element, runner }: Flow, document: Document): void {
  const show = async () => {
    await element.updateComplete;
    const heading = element.renderRoot.querySelector('h1, h2')?.textContent?.trim();
    const { name } = pageWords(document.documentElement.lang);
    document.title = heading ? `${heading} – ${name}` : name;
  };
  runner.subscribe(() => void show());
  void show();
}
