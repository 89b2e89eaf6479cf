import type { Flow } from './make-flow.ts';
import { pageWords } from './page-words.ts';

/** What of a flow has a title. */
export interface Titled {
  readonly element: Pick<Flow['element'], 'addEventListener'> & {
    readonly renderRoot: { querySelector(selectors: string): { readonly textContent: string | null } | null };
  };
}

/** Gives the page the title of its screen, which is its heading: tabs, histories and screen readers show it. */
export function showTitles({ element }: Titled, document: Pick<Document, 'title' | 'documentElement'>): void {
  const show = () => {
    const heading = element.renderRoot.querySelector('.title')?.textContent?.trim();
    const { name } = pageWords(document.documentElement.lang);
    document.title = heading ? `${heading} – ${name}` : name;
  };
  element.addEventListener('title-change', show);
  show();
}
