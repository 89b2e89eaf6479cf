import { html, nothing, type TemplateResult } from 'lit';
import { fillIn } from '../words/fill-in.ts';
import type { Words } from '../words/words.ts';

/** What is over so soon needs no clock. */
const untoldMs = 3000;

/** When something began, and when this page gives up on it. */
export interface Span {
  readonly now: number;
  readonly since: number;
  readonly limitMs: number;
}

/** Returns the seconds that have passed, or undefined while they are too few to tell. */
function tellSeconds({ now, since, limitMs }: Span): number | undefined {
  const passed = Math.min(now - since, limitMs);
  return passed < untoldMs ? undefined : Math.floor(passed / 1000);
}

/** Renders the seconds and the limit as a hairline, once there is something to tell; its room is kept before. */
export function timeLine(span: Span, words: Words): TemplateResult {
  const passed = Math.max(0, Math.min(span.now - span.since, span.limitMs)) / 1000;
  const seconds = tellSeconds(span);
  const limit = Math.round(span.limitMs / 1000);
  return html`<div class="time">
    <progress max=${limit} value=${passed} aria-label=${words.time}></progress>
    <div>
      <span>${seconds === undefined ? nothing : fillIn(words.seconds, { n: seconds })}</span
      ><span>${fillIn(words.waitsUpTo, { n: limit })}</span>
    </div>
  </div>`;
}
