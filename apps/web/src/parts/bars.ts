import { html, svg, type TemplateResult } from 'lit';

/** Renders the strength of a signal; its words stand beside it for those who do not see it. */
export function bars(level: 1 | 2 | 3 | 4): TemplateResult {
  return html`<svg class="bars" viewBox="0 0 22 18" aria-hidden="true">
    ${[1, 2, 3, 4].map(
      (bar) =>
        svg`<rect class=${bar <= level ? 'lit' : ''} x=${6 * (bar - 1)} y=${16 - 4 * bar} width="4" height=${4 * bar + 2} rx="1.2" />`,
    )}
  </svg>`;
}
