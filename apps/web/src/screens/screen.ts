import type { TemplateResult } from 'lit';
import type { Screen } from '../flow/flow-state.ts';
import { already } from './already.ts';
import { blocked } from './blocked.ts';
import { choose } from './choose.ts';
import { connecting } from './connecting.ts';
import { consent } from './consent.ts';
import { done } from './done.ts';
import { failed } from './failed.ts';
import { joining } from './joining.ts';
import { networks } from './networks.ts';
import { nothingChosen } from './nothing-chosen.ts';
import { other } from './other.ts';
import { password } from './password.ts';
import { account, proof } from './proof.ts';
import { qr } from './qr.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';
import { softap } from './softap.ts';
import { start } from './start.ts';
import { trouble } from './trouble.ts';
import { unknown } from './unknown.ts';

type Screens = {
  readonly [Name in Screen['name']]: (screen: ScreenOf<Name>, context: ScreenContext) => TemplateResult;
};

const screens: Screens = {
  start,
  blocked,
  qr,
  softap,
  choose,
  nothing: nothingChosen,
  connecting,
  proof,
  account,
  consent,
  networks,
  other,
  password,
  joining,
  done,
  failed,
  unknown,
  already,
  trouble,
};

/** Renders the screen of the state. */
export function screen(context: ScreenContext): TemplateResult {
  return render(context.state.screen, context);
}

function render<Name extends Screen['name']>(of: ScreenOf<Name>, context: ScreenContext): TemplateResult {
  return (screens[of.name as Name] as (screen: ScreenOf<Name>, context: ScreenContext) => TemplateResult)(of, context);
}
