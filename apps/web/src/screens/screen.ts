import { html, type TemplateResult } from 'lit';
import type { Screen } from '../flow/flow-state.ts';
import { choose } from './choose.ts';
import { connecting } from './connecting.ts';
import type { LateName } from './late-screens.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';
import type { Screens } from './screens.ts';
import { start } from './start.ts';
import { trouble } from './trouble.ts';

/** Screens of the straight way to the browser's list, and of failures. The others are loaded as soon as there is time. */
const early: Omit<Screens, LateName> = {
  start,
  choose,
  connecting,
  trouble,
};

let late: Pick<Screens, LateName> | undefined;

/** Loads the screens that are not here yet; one load that failed is begun again by the next call. */
export async function loadScreens(): Promise<void> {
  const { lateScreens } = await import('./late-screens.ts');
  late = lateScreens;
}

/** Whether the screen of this name can be rendered now. */
export function isScreenLoaded(name: Screen['name']): boolean {
  return late !== undefined || name in early;
}

/** Renders the screen of the state, which has to be loaded. */
export function screen(context: ScreenContext): TemplateResult {
  return render(context.state.screen, context);
}

function render<Name extends Screen['name']>(of: ScreenOf<Name>, context: ScreenContext): TemplateResult {
  const screens: Partial<Screens> = { ...early, ...late };
  const shown = screens[of.name as Name] as
    | ((screen: ScreenOf<Name>, context: ScreenContext) => TemplateResult)
    | undefined;
  return shown ? shown(of, context) : html``;
}
