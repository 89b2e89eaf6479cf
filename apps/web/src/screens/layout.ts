import { html, nothing, type TemplateResult } from 'lit';
import type { ScreenContext } from './screen-context.ts';

/** Renders the heading of a screen, which receives the focus when the screen changes, and the sentence below it. */
export function heading(title: unknown, lead?: unknown): TemplateResult {
  return html`<div>
    <h2 class="title" part="title" tabindex="-1">${title}</h2>
    ${lead === undefined ? nothing : html`<p class="lead">${lead}</p>`}
  </div>`;
}

/** Renders the buttons of a screen, and below them why a press did nothing. */
export function acts(context: ScreenContext, buttons: unknown, extra = ''): TemplateResult {
  return html`<div class="acts ${extra}">
    ${buttons}
    ${context.why === undefined ? nothing : html`<p class="why">${context.why}</p>`}
  </div>`;
}

/** Returns a handler that reads a form at once, before anything is rendered anew, and hands its fields on. */
export function onSubmit(use: (fields: (name: string) => string) => void): (event: SubmitEvent) => void {
  return (event) => {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement)) return;
    const data = new FormData(event.currentTarget);
    use((name) => {
      const value = data.get(name);
      return typeof value === 'string' ? value : '';
    });
  };
}
