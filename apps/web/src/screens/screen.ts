import { html, type TemplateResult } from 'lit';
import type { Screen } from '../flow/flow-state.ts';
import { primary } from '../parts/button.ts';
import { errorWords } from '../words/error-words.ts';
import { choose } from './choose.ts';
import { connecting } from './connecting.ts';
import { acts, heading } from './layout.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';
import type { Screens } from './screens.ts';
import { start } from './start.ts';
import { trouble } from './trouble.ts';

type Render<Name extends Screen['name']> = (screen: ScreenOf<Name>, context: ScreenContext) => TemplateResult;

const early = {
  start,
  choose,
  connecting,
  trouble,
} satisfies Partial<Screens>;

let screens: Partial<Screens> = early;

/** Loads the screens that nobody sees first. Nobody waits for them if this is called at the start. */
export async function loadLaterScreens(): Promise<void> {
  await Promise.all([
    import('./later-screens.ts').then(({ laterScreens }) => add(laterScreens)),
    import('./aside-screens.ts').then(({ asideScreens }) => add(asideScreens)),
  ]);
}

function add(more: Partial<Screens>): void {
  screens = { ...screens, ...more };
}

/** Whether a screen can be rendered by now. */
export function hasScreen(name: Screen['name']): boolean {
  return screens[name] !== undefined;
}

/** Renders the screen of the state. */
export function screen(context: ScreenContext): TemplateResult {
  return renderOne(context.state.screen, context);
}

function renderOne<Name extends Screen['name']>(of: ScreenOf<Name>, context: ScreenContext): TemplateResult {
  const render = screens[of.name] as Render<Name> | undefined;
  return render ? render(of, context) : missing(context);
}

/** A screen whose chunk is not there: because the page went offline, or a moment too early. */
function missing(context: ScreenContext): TemplateResult {
  const [title, advice] = errorWords(context.words, 'page/chunk-missing');
  return html`${heading(title, advice)}
  ${acts(context, primary({ label: context.words.tryAgain, press: context.loadScreens }))}`;
}
