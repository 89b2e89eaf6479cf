import type { Flow } from './make-flow.ts';
import { pageWords } from './page-words.ts';

/** Gives the page the title of its screen, which is its heading: tabs, histories and screen readers show it. */
export function showTitles({ element, runner }: Flow, document: Document): void {
  const show = async () => {
    await element.updateComplete;
    const heading = element.renderRoot.querySelector('h1, h2')?.textContent?.trim();
    const { name } = pageWords(document.documentElement.lang);
    document.title = heading ? `${heading} – ${name}` : name;
  };
  runner.subscribe(() => void show());
  void show();
}
