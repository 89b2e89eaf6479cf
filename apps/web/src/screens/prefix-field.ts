import type { TemplateResult } from 'lit';
import { html } from 'lit';
import { textField } from '../parts/field.ts';
import type { ScreenContext } from './screen-context.ts';

/** The field for the beginning of the device's name. */
export function prefixField({ words, state, dispatch }: ScreenContext): TemplateResult {
  const set = (event: Event) => {
    if (event.target instanceof HTMLInputElement) dispatch({ kind: 'set-prefix', namePrefix: event.target.value });
  };
  return html`<div @change=${set}>
    ${textField({
      name: 'prefix',
      label: words.prefix,
      value: state.wanted.namePrefix,
      isCode: true,
      hint: words.prefixHint,
    })}
  </div>`;
}
