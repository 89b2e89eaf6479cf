import { html, type TemplateResult } from 'lit';
import type { JoinStep } from '../flow/flow-state.ts';
import { fill } from '../parts/fill.ts';
import { networkName } from '../parts/foreign-name.ts';
import { type Step, steps } from '../parts/steps.ts';
import { timeLine } from '../parts/time-line.ts';
import { heading } from './layout.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

const order: readonly JoinStep[] = ['send', 'apply', 'join'];

/** The device joins the network. */
export function joining(screen: ScreenOf<'joining'>, { words, state, now }: ScreenContext): TemplateResult {
  const labels: Record<JoinStep, readonly [toDo: string, done: string]> = {
    send: [words.stepSend, words.stepSent],
    apply: [words.stepApply, words.stepApplied],
    join: [words.stepJoin, words.stepJoin],
  };
  const at = order.indexOf(screen.step);
  const left = screen.attemptsRemaining;
  const list: Step[] = order.map((step, i) => ({
    state: i < at ? 'done' : i === at ? 'now' : 'next',
    label: labels[step][i < at ? 1 : 0],
    ...(step === 'join' && i === at && left !== undefined ? { detail: words.attemptsLeft(left) } : {}),
  }));
  const network = state.network ? networkName(state.network) : words.wifi;
  return html`${heading(fill(words.joiningTitle, { network }), words.joiningLead)} ${steps(list, words)}
  ${timeLine(screen, now, words)}`;
}
