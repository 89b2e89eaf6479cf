import { html, type TemplateResult } from 'lit';
import { icon, type Sign } from './icon.ts';

/** Renders a note: a fact that helps to decide, a doubt, or a failure without a screen of its own. */
export function note(text: unknown, kind: 'plain' | 'warn' | 'danger' = 'plain', sign?: Sign): TemplateResult {
  return html`<div class="note ${kind}">${icon(sign ?? (kind === 'plain' ? 'info' : 'alert'))}<div>${text}</div></div>`;
}

/** Renders what opens on demand. */
export function more(summary: string, content: unknown): TemplateResult {
  return html`<details class="more"><summary>${summary}</summary>${content}</details>`;
}
