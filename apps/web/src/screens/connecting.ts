import { html, type TemplateResult } from 'lit';
import type { ConnectStep } from '../flow/flow-state.ts';
import { secondary } from '../parts/button.ts';
import { fill } from '../parts/fill.ts';
import { deviceName } from '../parts/foreign-name.ts';
import { unnamedDevice } from '../parts/scene-words.ts';
import { type Step, steps } from '../parts/steps.ts';
import { timeLine } from '../parts/time-line.ts';
import { acts, heading } from './layout.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

const order: readonly ConnectStep[] = ['find', 'connect', 'read', 'secure'];

/** From the chosen device to an open session. */
export function connecting(screen: ScreenOf<'connecting'>, context: ScreenContext): TemplateResult {
  const { words, state, now, dispatch } = context;
  const name = state.device?.name ? deviceName(state.device.name) : unnamedDevice(words.stepFound, words);
  const labels: Record<ConnectStep, readonly [toDo: unknown, done: unknown]> = {
    find: [words.stepFind, fill(words.stepFound, { device: name })],
    connect: [words.stepConnect, words.stepConnected],
    read: [words.stepRead, words.stepReadDone],
    secure: [words.stepSecure, words.stepSecured],
  };
  const at = order.indexOf(screen.step);
  const list: Step[] = order.map((step, i) => ({
    state: i < at ? 'done' : i === at ? 'now' : 'next',
    label: labels[step][i < at ? 1 : 0],
  }));
  return html`${heading(words.connectingTitle)} ${steps(list, words)}
  ${timeLine(screen, now, words)}
  ${acts(context, secondary({ label: words.cancel, press: () => dispatch({ kind: 'cancel' }) }))}`;
}
