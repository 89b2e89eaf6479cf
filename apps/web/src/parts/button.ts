import { html, nothing, type TemplateResult } from 'lit';
import { icon, type Sign } from './icon.ts';

/** A button with words, and perhaps a sign. */
export interface Button {
  readonly label: unknown;
  readonly sign?: Sign;
  /** What it does; a button without it submits its form. */
  readonly press?: () => void;
  readonly isBusy?: boolean;
  /** It can be pressed and then says why nothing happens; it never goes grey without a word. */
  readonly isNotNow?: boolean;
}

/** Renders the one filled button of a screen. */
export function primary(button: Button): TemplateResult {
  return render(button, 'btn primary', 'primary');
}

/** Renders a button beside it. */
export function secondary(button: Button): TemplateResult {
  return render(button, 'btn', 'secondary');
}

/** Renders a button for what few want. */
export function quiet(button: Button): TemplateResult {
  return render(button, 'btn quiet', 'quiet');
}

function render({ label, sign, press, isBusy, isNotNow }: Button, looks: string, part: string): TemplateResult {
  return html`<button
    type=${press ? 'button' : 'submit'}
    class=${looks}
    part=${part}
    aria-busy=${isBusy ? 'true' : nothing}
    aria-disabled=${isBusy || isNotNow ? 'true' : nothing}
    @click=${press ?? nothing}
  >${sign === undefined || isBusy ? nothing : icon(sign)}<span>${label}</span></button>`;
}
