import { html, type TemplateResult } from 'lit';
import type { FieldProblem } from '../flow/flow-state.ts';
import { primary } from '../parts/button.ts';
import { textField } from '../parts/field.ts';
import { acts, heading, onSubmit } from './layout.ts';
import { passwordField } from './password-field.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

/** A network that is not in the list. */
export function other({ problems }: ScreenOf<'other'>, context: ScreenContext): TemplateResult {
  const { words, dispatch } = context;
  const submit = onSubmit((field) => dispatch(typedNetwork(field)));
  return html`${heading(words.otherTitle)}
    <form @submit=${submit}>
      ${typedFields(problems, context)} ${acts(context, primary({ label: words.join }))}
    </form>`;
}

/** Renders the fields for a network's name and password. */
export function typedFields(problems: readonly FieldProblem[], context: ScreenContext): TemplateResult {
  const { words, state } = context;
  const ofName = problems.find((problem) => problem.startsWith('ssid'));
  const ofPassword = problems.find((problem) => problem.startsWith('password'));
  return html`${textField({
    name: 'ssid',
    label: words.nameLabel,
    value: state.network?.kind === 'typed' ? (state.network.ssid ?? '') : '',
    hint: words.nameHint,
    error: ofName && words[ofName],
  })}
  ${passwordField(context, { hint: words.emptyForOpen, error: ofPassword && words[ofPassword] })}`;
}

/** Returns the event for what stands in these fields; without a password the network is an open one. */
export function typedNetwork(field: (name: string) => string): {
  readonly kind: 'submit-other';
  readonly ssid: string;
  readonly passphrase: string;
  readonly isOpen: boolean;
} {
  const passphrase = field('passphrase');
  return { kind: 'submit-other', ssid: field('ssid'), passphrase, isOpen: passphrase === '' };
}
