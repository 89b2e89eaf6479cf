import { html, type TemplateResult } from 'lit';
import { icon } from './icon.ts';

/** Renders a text to copy, with its button. */
export function copyLine(text: string, label: string, copy: (text: string) => void): TemplateResult {
  return html`<div class="copy"><code translate="no">${text}</code><button
    type="button" aria-label=${label} title=${label} @click=${() => copy(text)}>${icon('copy')}</button></div>`;
}
