import { html, type TemplateResult } from 'lit';

/** Paths of the signs that only the developer view has, on a ground of 24 units. */
const paths = {
  out: 'M4 12h15M13.5 6.5 19 12l-5.5 5.5',
  in: 'M20 12H5M10.5 6.5 5 12l5.5 5.5',
  trash: 'M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 12.5h9.4L17.5 7M10.2 10.5v5.5M13.8 10.5v5.5',
  save: 'M12 4v10.5M7.5 10l4.5 4.5 4.5-4.5M4.5 16v3.5h15V16',
  open: 'M12 15V4.5M7.5 9 12 4.5 16.5 9M4.5 16v3.5h15V16',
} as const;

/** Renders such a sign; its words stand beside it. */
export function sign(name: keyof typeof paths): TemplateResult {
  return html`<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d=${paths[name]} /></svg>`;
}
