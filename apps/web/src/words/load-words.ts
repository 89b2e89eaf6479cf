import { en } from './en.ts';
import type { Words } from './words.ts';

/** Languages that are loaded on demand. `ar-XB` is the pseudo-locale from the right. */
const others: ReadonlyMap<string, () => Promise<Words>> = new Map([
  ['de', () => import('./de.ts').then(({ de }) => de)],
  ['ar-xb', () => import('./pseudo.ts').then(({ pseudo }) => pseudo(en))],
]);

/** Returns the words of the first language that there is, English if there is none of them, or it cannot be loaded. */
export async function loadWords(...tags: readonly string[]): Promise<Words> {
  for (const tag of tags) {
    const full = tag.toLowerCase();
    const language = full.split('-', 1)[0] ?? '';
    if (language === 'en') return en;
    const load = others.get(full) ?? others.get(language);
    if (load) return await load().catch(() => en);
  }
  return en;
}

/** Returns the languages that are wanted for an element: that of its nearest `lang`, else those of the browser. */
export function wantedLanguages(element: Element): readonly string[] {
  for (let at: Element | null = element; at; ) {
    const lang = at.closest('[lang]')?.getAttribute('lang');
    if (lang) return [lang];
    const root: Node = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : null;
  }
  return element.ownerDocument.defaultView?.navigator.languages ?? [];
}
