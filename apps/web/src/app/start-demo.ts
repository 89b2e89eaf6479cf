import { connectHistory } from './flow-history.ts';
import type { FlowStart, PageFlow } from './flow-start.ts';
import { pageHistory } from './page-history.ts';
import { showTitles } from './show-titles.ts';

/** Shows the device in the page in place of the flow: it boots and its flow waits, without a click. */
export async function startDemo({ window, language }: FlowStart): Promise<PageFlow> {
  const place = window.document.getElementById('flow');
  if (place === null) throw new TypeError('the page has no place for a flow');
  const { openDemo } = await import('../virtual/open-demo.ts');
  // Wider than a flow alone.
  place.dataset['view'] = 'demo';
  const demo = await openDemo(place, { languages: [language] });
  connectHistory(pageHistory(window), demo.runner);
  showTitles({ element: demo.flow }, window.document);
  return { setLanguage: (tag) => demo.speak(tag) };
}
