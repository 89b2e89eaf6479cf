import { html, nothing, type TemplateResult } from 'lit';
import { fillIn } from '../words/fill-in.ts';
import type { Words } from '../words/words.ts';

/** What is over so soon needs no clock. */
const untoldMs = 3000;

/** When something began, and when this page gives up on it; both are missing or zero until it has begun. */
export interface Span {
  readonly since?: number | undefined;
  readonly limitMs?: number | undefined;
}

/** Renders the seconds and the limit as a hairline. Its room is there from the start, so that nothing jumps. */
export function timeLine({ since = 0, limitMs = 0 }: Span, now: number, words: Words): TemplateResult {
  const passed = Math.max(0, Math.min(now - since, limitMs));
  const limit = Math.round(limitMs / 1000);
  return html`<div class="time ${limit === 0 ? 'unbegun' : ''}">
    <progress max=${Math.max(limit, 1)} value=${passed / 1000} aria-label=${words.time}></progress>
    <div>
      <span>${passed < untoldMs ? nothing : fillIn(words.seconds, { n: Math.floor(passed / 1000) })}</span
      ><span>${fillIn(words.waitsUpTo, { n: limit })}</span>
    </div>
  </div>`;
}
