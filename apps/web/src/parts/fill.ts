import { html, type TemplateResult } from 'lit';
import { pieces } from '../words/fill-in.ts';

/** Renders a text of the catalogue with parts of the page in the place of its `{name}`s. */
export function fill(text: string, values: Readonly<Record<string, unknown>>): TemplateResult {
  return html`${pieces(text).map((piece) => ('text' in piece ? piece.text : (values[piece.slot] ?? '')))}`;
}
