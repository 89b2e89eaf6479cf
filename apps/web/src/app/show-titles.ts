import { pageWords } from './page-words.ts';

/** The part of a flow that is used. */
export interface TitledFlow {
  readonly element: {
    readonly updateComplete: Promise<unknown>;
    readonly renderRoot: { querySelector(selectors: string): { readonly textContent: string | null } | null };
  };
  readonly runner: { subscribe(listener: () => void): unknown };
}

/** The part of a document that is used. */
export interface TitledDocument {
  readonly documentElement: { readonly lang: string };
  title: string;
}

/** Gives the page the title of its screen, which is its heading: tabs, histories and screen readers show it. */
export function showTitles({ element, runner }: TitledFlow, document: TitledDocument): void {
  const show = async () => {
    // The element hears of a state after this does; before, no update of it would be waited for.
    await Promise.resolve();
    await element.updateComplete;
    const heading = element.renderRoot.querySelector('h1, h2')?.textContent?.trim();
    const { name } = pageWords(document.documentElement.lang);
    document.title = heading ? `${heading} – ${name}` : name;
  };
  runner.subscribe(() => void show());
  void show();
}
