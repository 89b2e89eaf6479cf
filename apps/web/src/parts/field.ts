import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icon.ts';

/** A field of a form. Its value is set once and then belongs to whoever types. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** Codes and passwords stand in equal letters, from left to right. */
  readonly isCode?: boolean;
  readonly hint?: unknown;
  /** Sentence about what is wrong with it. */
  readonly error?: string | undefined;
  readonly multiline?: boolean;
}

/** Renders a field with its label above, its hint or its error below. */
export function textField(field: Field): TemplateResult {
  return frame(field, html`<div class="input">${input(field, 'text')}</div>`);
}

/** A field for a secret, with a button that shows it. */
export interface SecretField extends Field {
  readonly isShown: boolean;
  readonly toggle: () => void;
  /** Label of the button, as it is now. */
  readonly toggleLabel: string;
}

/** Renders a field for a secret. */
export function secretField(field: SecretField): TemplateResult {
  return frame(
    field,
    html`<div class="input with">
      ${input({ ...field, isCode: true }, field.isShown ? 'text' : 'password')}
      <button type="button" aria-label=${field.toggleLabel} title=${field.toggleLabel} @click=${field.toggle}>
        ${icon(field.isShown ? 'eyeOff' : 'eye')}
      </button>
    </div>`,
  );
}

function input({ name, value, isCode, hint, error, multiline }: Field, type: 'text' | 'password'): TemplateResult {
  const described = error ? `${name}-error` : hint ? `${name}-hint` : nothing;
  if (multiline) {
    return html`<textarea id=${name} name=${name} class="code" rows="4" autocomplete="off" autocapitalize="none"
      spellcheck="false" .value=${value} aria-invalid=${error ? 'true' : nothing} aria-describedby=${described}></textarea>`;
  }
  return html`<input id=${name} name=${name} class=${isCode ? 'code' : ''} type=${type} .value=${value}
    autocomplete="off" autocapitalize="none" autocorrect="off" spellcheck="false" enterkeyhint="go"
    aria-invalid=${error ? 'true' : nothing} aria-describedby=${described} />`;
}

function frame({ name, label, hint, error }: Field, box: TemplateResult): TemplateResult {
  return html`<div class="field" part="field">
    <label for=${name}>${label}</label>
    ${box}
    ${
      error
        ? html`<p class="error" id="${name}-error">${icon('alert')}<span>${error}</span></p>`
        : hint
          ? html`<p class="hint" id="${name}-hint">${hint}</p>`
          : nothing
    }
  </div>`;
}
