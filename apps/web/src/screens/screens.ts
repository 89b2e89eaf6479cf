import type { TemplateResult } from 'lit';
import type { Screen } from '../flow/flow-state.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

/** What renders each screen. */
export type Screens = {
  readonly [Name in Screen['name']]: (screen: ScreenOf<Name>, context: ScreenContext) => TemplateResult;
};
