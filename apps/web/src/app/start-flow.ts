import { loadWords } from '../words/load-words.ts';
import { connectHistory } from './flow-history.ts';
import type { PageFragment } from './fragment.ts';
import { type Flow, makeFlow } from './make-flow.ts';
import { pageWords } from './page-words.ts';
import { pageWorld } from './page-world.ts';
import { isServedByDevice } from './served-by-device.ts';

/** What the flow of the page begins with. */
export interface FlowStart {
  readonly window: Window & typeof globalThis;
  readonly fragment: PageFragment;
  readonly language: string;
}

/** The flow in the page. */
export interface PageFlow {
  setLanguage(tag: string): Promise<void>;
}

/** Starts the flow in the middle of the page. */
export async function startFlow({ window, fragment, language }: FlowStart): Promise<PageFlow> {
  const { document, history, location } = window;
  const [words, isServed] = await Promise.all([loadWords(language), isServedByDevice(location, window.fetch)]);
  const flow = makeFlow(pageWorld(window, { isServed }), words);
  const { element, runner } = flow;
  connectHistory(
    {
      get state() {
        return history.state;
      },
      pushState: (state, unused) => history.pushState(state, unused),
      back: () => history.back(),
      onMove: (listener) => window.addEventListener('popstate', listener),
    },
    runner,
  );
  document.getElementById('flow')?.replaceChildren(element);
  if (fragment.qr !== undefined) runner.dispatch({ kind: 'qr-text', text: fragment.qr });
  else if (fragment.demo) runner.dispatch({ kind: 'take-way', way: 'virtual' });
  showTitles(flow, document);
  return {
    async setLanguage(tag) {
      element.words = await loadWords(tag);
    },
  };
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
