import { html, nothing, type TemplateResult } from 'lit';
import type { Words } from '../words/words.ts';
import { icon, type Sign } from './icon.ts';

/** How far a step is. */
export type StepState = 'done' | 'now' | 'next' | 'failed';

/** One step of something under way. */
export interface Step {
  readonly state: StepState;
  readonly label: unknown;
  /** More about it, such as seconds or attempts. */
  readonly detail?: unknown;
}

/** Renders steps of something under way. */
export function steps(list: readonly Step[], words: Words): TemplateResult {
  const spoken = { done: words.stepDone, now: '', next: words.stepNext, failed: words.stepFailed };
  return html`<ol class="steps" part="steps">
    ${list.map(
      ({ state, label, detail }) => html`<li data-step=${state} aria-current=${state === 'now' ? 'step' : nothing}>
        <span class="mark" aria-hidden="true">${state === 'done' ? icon('check') : state === 'failed' ? icon('bang') : nothing}</span>
        <div class="what">
          <div>${label}<span class="vh">${spoken[state]}</span></div>
          ${detail === undefined ? nothing : html`<small>${detail}</small>`}
        </div>
      </li>`,
    )}
  </ol>`;
}

/** A thing to do or to check. */
export interface Hint {
  readonly sign?: Sign;
  readonly title: unknown;
  readonly text?: unknown;
  /** Something below it, such as a text to copy. */
  readonly below?: unknown;
}

/** Renders alternatives, each with its sign. */
export function hints(list: readonly Hint[]): TemplateResult {
  return html`<ul class="steps how any">
    ${list.map((hint) => item(hint, hint.sign === undefined ? nothing : icon(hint.sign)))}
  </ul>`;
}

/** Renders things to do one after the other. */
export function instructions(list: readonly Hint[]): TemplateResult {
  return html`<ol class="steps how">
    ${list.map((hint, i) => item(hint, `${i + 1}`))}
  </ol>`;
}

function item({ title, text, below }: Hint, mark: unknown): TemplateResult {
  return html`<li>
    <span class="mark" aria-hidden="true">${mark}</span>
    <div class="what">
      <div><b>${title}</b></div>
      ${text === undefined ? nothing : html`<small>${text}</small>`} ${below ?? nothing}
    </div>
  </li>`;
}
