import { helperPlace } from '../helper/helper-place.ts';
import { addressWithoutSecrets, readFragment } from './fragment.ts';
import { chooseLanguage, type PageLanguage, pageLanguages } from './language.ts';
import { keepForOffline } from './offline.ts';
import { pageWords } from './page-words.ts';
import { remember, remembered, rememberedTheme, showTheme, type Theme } from './theme.ts';

const languageKey = 'esp-prov-language';

/** Starts the page: what stands around the flow, and the flow in its middle. */
export function startPage(window: Window & typeof globalThis): void {
  const { document, location, history, navigator } = window;
  const fragment = readFragment(location.hash);
  // Before anything else: whoever looks over a shoulder, a screenshot or a synced history must not have the secret.
  if (fragment.qr !== undefined || fragment.helper !== undefined) {
    history.replaceState(history.state, '', addressWithoutSecrets(location));
  }
  const memory = storage(() => window.localStorage);
  startTheme(document, memory);
  const asked = new URLSearchParams(location.search).get('lang');
  const language = chooseLanguage([asked, remembered(memory, languageKey), ...navigator.languages]);
  showLanguage(document, language);
  const flow = import('./start-flow.ts').then(({ startFlow }) =>
    startFlow({ window, fragment, language: language.tag }),
  );
  startLanguages(document, language, (tag) => {
    remember(memory, languageKey, tag);
    showLanguage(document, chooseLanguage([tag]));
    flow.then(({ setLanguage }) => setLanguage(tag)).catch(() => showMissing(window));
  });
  flow.catch(() => showMissing(window));
  // A page that the helper serves is of no use without the helper.
  const tab = storage(() => window.sessionStorage);
  if (helperPlace(fragment.helper, tab)?.base === '') return;
  const version = document.querySelector<HTMLMetaElement>('meta[name=version]')?.content ?? '';
  void keepForOffline({ window, version, onNewVersion: () => showNewVersion(window) });
}

/** Offers the new version; what is under way goes on, and the browser asks before it would be lost. */
function showNewVersion(window: Window): void {
  const { newVersion, reload } = pageWords(window.document.documentElement.lang);
  showNote(window, newVersion, reload);
}

/** Says that a file of the page did not come, as without a network, where otherwise nothing would be shown. */
function showMissing(window: Window): void {
  const { broken, again } = pageWords(window.document.documentElement.lang);
  showNote(window, broken, again);
}

function showNote({ document, location }: Window, text: string, button: string): void {
  const note = document.getElementById('note');
  if (note === null || note.childElementCount > 0) return;
  const reload = document.createElement('button');
  reload.type = 'button';
  reload.textContent = button;
  reload.addEventListener('click', () => location.reload());
  note.replaceChildren(`${text} `, reload);
}

function startTheme(document: Document, memory: Storage | undefined): void {
  const theme = rememberedTheme(memory);
  showTheme(theme, document.documentElement, memory);
  const box = document.getElementById('theme');
  if (box === null) return;
  for (const input of box.querySelectorAll('input')) {
    input.checked = input.value === theme;
    input.addEventListener('change', () => showTheme(input.value as Theme, document.documentElement, memory));
  }
  box.hidden = false;
}

function startLanguages(document: Document, shown: PageLanguage, choose: (tag: string) => void): void {
  const list = document.getElementById('language');
  if (!(list instanceof HTMLSelectElement)) return;
  for (const { tag, name, hidden } of pageLanguages) {
    if (hidden && tag !== shown.tag) continue;
    const option = document.createElement('option');
    option.value = tag;
    option.lang = tag;
    option.textContent = name;
    option.selected = tag === shown.tag;
    list.append(option);
  }
  list.addEventListener('change', () => choose(list.value));
  list.closest('label')?.removeAttribute('hidden');
}

/** Puts the page's own words into the document, and the language on its root. */
function showLanguage(document: Document, { tag, dir }: PageLanguage): void {
  document.documentElement.lang = tag === 'ar-XB' ? 'en' : tag;
  document.documentElement.dir = dir;
  const words: Partial<Record<string, string>> = { ...pageWords(tag) };
  for (const element of document.querySelectorAll<HTMLElement>('[data-word]')) {
    const text = words[element.dataset['word'] ?? ''];
    if (text !== undefined) element.textContent = text;
  }
  document.title = pageWords(tag).name;
}

/** Returns a store of the browser, or undefined where the page may not even name it. */
function storage(get: () => Storage): Storage | undefined {
  try {
    return get();
  } catch {
    return undefined;
  }
}
