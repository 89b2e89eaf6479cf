import { html, nothing, type TemplateResult } from 'lit';

/** A fact with its name, and perhaps a smaller word below it. */
export interface Fact {
  readonly name: unknown;
  readonly value: unknown;
  readonly small?: unknown;
}

/** Renders facts as a list, with sentences of evidence below them. */
export function facts(list: readonly Fact[], heading?: string, sentences: readonly string[] = []): TemplateResult {
  return html`<div class="facts" part="facts">
    ${heading === undefined ? nothing : html`<h3>${heading}</h3>`}
    <dl>
      ${list.map(
        ({ name, value, small }) => html`<div>
          <dt>${name}</dt>
          <dd>${value}${small === undefined ? nothing : html`<small>${small}</small>`}</dd>
        </div>`,
      )}
    </dl>
    ${sentences.length === 0 ? nothing : html`<ul class="says">${sentences.map((each) => html`<li>${each}</li>`)}</ul>`}
  </div>`;
}
