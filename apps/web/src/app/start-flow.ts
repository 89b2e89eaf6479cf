import { type Clock, systemClock } from '@esp-prov/protocol';
import { helperPlace } from '../helper/helper-place.ts';
import { tabStorage } from '../run/browser-world.ts';
import type { FlowRunner } from '../run/flow-runner.ts';
import type { HelperReach } from '../run/flow-world.ts';
import { loadWords } from '../words/load-words.ts';
import { connectHistory } from './flow-history.ts';
import type { FlowStart, PageFlow } from './flow-start.ts';
import { readFragment } from './fragment.ts';
import { makeFlow } from './make-flow.ts';
import { pageHistory } from './page-history.ts';
import { pageWorld } from './page-world.ts';
import { showTitles } from './show-titles.ts';

/** Starts the flow in the middle of the page. */
export async function startFlow(start: FlowStart): Promise<PageFlow> {
  const { window, fragment, language } = start;
  const { document, location } = window;
  // The demo is a page of its own: whichever was begun with is left wholly.
  window.addEventListener('hashchange', () => {
    const { demo, qr, helper } = readFragment(location.hash);
    // A secret is taken from the address bar by the page that starts.
    if (demo !== fragment.demo || qr !== undefined || helper !== undefined) location.reload();
  });
  if (fragment.demo) return await import('./start-demo.ts').then(({ startDemo }) => startDemo(start));
  const [words, helper] = await Promise.all([loadWords(language), findHelper(window, fragment.helper, systemClock)]);
  const isServed = document.querySelector<HTMLMetaElement>('meta[name=esp-prov-served-by]')?.content === 'device';
  const live = fragment.log
    ? await import('../virtual/open-log.ts').then(({ openLog }) => openLog(language))
    : undefined;
  const openVirtual = () => leaveForDemo(location);
  const { wrap, onSealed } = live ?? {};
  const flow = makeFlow(pageWorld(window, { helper, isServed, openVirtual, wrap, onSealed }), words);
  const { element, runner } = flow;
  connectHistory(pageHistory(window), runner);
  document.getElementById('flow')?.replaceChildren(element, ...(live ? [live.panel] : []));
  if (fragment.qr !== undefined) readLabel(runner, fragment.qr);
  showTitles(flow, document);
  return {
    async setLanguage(tag) {
      element.words = await loadWords(tag);
      await live?.speak(tag);
    },
  };
}

/** Returns what the helper reaches, where the address named one; its code comes only then. */
async function findHelper(
  window: Window & typeof globalThis,
  given: string | undefined,
  clock: Clock,
): Promise<HelperReach | undefined> {
  const place = helperPlace(given, tabStorage(window));
  if (place === undefined) return undefined;
  const [{ HelperClient }, { helperReach }] = await Promise.all([
    import('../helper/helper-client.ts'),
    import('./helper-reach.ts'),
  ]);
  return helperReach(new HelperClient(place), clock);
}

/** Goes on with the device of a label, once the browser has said which ways it has. */
function readLabel(runner: FlowRunner, text: string): void {
  const unsubscribe = runner.subscribe(({ ways, screen }) => {
    if (ways.length === 0) return;
    unsubscribe();
    if (screen.name === 'start') runner.dispatch({ kind: 'qr-text', text });
  });
}

/** Goes to the demo, which the page reloads for. */
function leaveForDemo(location: Location): Promise<never> {
  location.hash = 'demo';
  return new Promise(() => undefined);
}
