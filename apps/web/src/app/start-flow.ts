import { type Clock, systemClock } from '@esp-prov/protocol';
import { helperPlace } from '../helper/helper-place.ts';
import type { HelperReach } from '../run/flow-world.ts';
import { loadWords } from '../words/load-words.ts';
import { connectHistory } from './flow-history.ts';
import type { PageFragment } from './fragment.ts';
import { makeFlow } from './make-flow.ts';
import { pageWorld } from './page-world.ts';
import { showTitles } from './show-titles.ts';

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
  const { document, history } = window;
  const [words, helper] = await Promise.all([loadWords(language), findHelper(window, fragment.helper, systemClock)]);
  const isServed = document.querySelector<HTMLMetaElement>('meta[name=esp-prov-served-by]')?.content === 'device';
  const flow = makeFlow(pageWorld(window, { helper, isServed }), words);
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
  showTitles(flow, document);
  return {
    async setLanguage(tag) {
      element.words = await loadWords(tag);
    },
  };
}

/** Returns what the helper reaches, where the address named one; its code comes only then. */
async function findHelper(
  window: Window & typeof globalThis,
  given: string | undefined,
  clock: Clock,
): Promise<HelperReach | undefined> {
  const place = helperPlace(given, window.sessionStorage);
  if (place === undefined) return undefined;
  const [{ HelperClient }, { helperReach }] = await Promise.all([
    import('../helper/helper-client.ts'),
    import('./helper-reach.ts'),
  ]);
  return helperReach(new HelperClient(place), clock);
}
