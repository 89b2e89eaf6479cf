import type { TemplateResult } from 'lit';
import type { Screen } from '../flow/flow-state.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

/** How every screen is rendered, by its name. */
export type Screens = {
  readonly [Name in Screen['name']]: (screen: ScreenOf<Name>, context: ScreenContext) => TemplateResult;
};
