import { ProvisionFlow } from '../screens/provision-flow.ts';
import { loadLaterScreens } from '../screens/screen.ts';
import { loadWords } from '../words/load-words.ts';
import { FixtureSource } from './fixture-source.ts';
import { galleryStates } from './states.ts';

/*
 * The gallery: `gallery.html#failed` shows one state, `gallery.html` the list of all. `?lang=de`, `?dir=rtl` and
 * `?scheme=dark` set language, direction and colour scheme, `?closable` shows the button to close, and `?accent=...` one of the
 * public properties.
 */
await loadLaterScreens();
const query = new URLSearchParams(location.search);
const root = document.documentElement;
const source = new FixtureSource();

/** Time stands still here, so that pictures of the same state are equal. */
const still = { now: () => 0, sleep: () => new Promise<void>(() => undefined) };

const lang = query.get('lang') ?? 'en';
root.lang = lang === 'ar-XB' ? 'en-x-pseudo' : lang;
root.dir = query.get('dir') ?? (lang === 'ar-XB' ? 'rtl' : 'ltr');
root.style.colorScheme = query.get('scheme') ?? 'light dark';
for (const name of ['accent', 'radius', 'font', 'surface', 'text', 'unit']) {
  const value = query.get(name);
  if (value !== null) root.style.setProperty(`--esp-provision-${name}`, value);
}

const main = document.createElement('main');
const heading = document.createElement('h1');
heading.className = 'vh';
heading.textContent = 'Gallery';
const flow = new ProvisionFlow();
flow.clock = still;
flow.pageUrl = 'https://setup.example/';
flow.closable = query.has('closable');
flow.words = await loadWords(lang);
flow.runner = source;
main.append(heading, flow, menu());
document.body.append(main);
addEventListener('hashchange', show);
show();

function show(): void {
  const id = location.hash.slice(1);
  const state = Object.hasOwn(galleryStates, id) ? galleryStates[id] : undefined;
  document.title = state ? `${id} – gallery` : 'Gallery';
  root.dataset['id'] = state ? id : '';
  source.show(state ?? galleryStates['start'] ?? source.state);
}

function menu(): HTMLElement {
  const nav = document.createElement('nav');
  nav.ariaLabel = 'States';
  for (const id of Object.keys(galleryStates)) {
    const link = document.createElement('a');
    link.href = `#${id}`;
    link.textContent = id;
    nav.append(link, ' ');
  }
  return nav;
}
