import { html, type TemplateResult } from 'lit';
import { type IconName, icon } from './icon.ts';

/** A way in. */
export interface WayRow {
  readonly sign: IconName;
  readonly title: unknown;
  readonly hint: unknown;
  readonly kind: 'best' | 'possible' | 'not';
  readonly press: () => void;
}

/** Renders a way in as a large row. */
export function wayRow({ sign, title, hint, kind, press }: WayRow): TemplateResult {
  return html`<button type="button" class="way ${kind}" part="way" @click=${press}>
    <span class="sign">${icon(sign)}</span>
    <span><b>${title}</b><span class="more-words">${hint}</span></span>
    ${icon('chevron')}
  </button>`;
}
