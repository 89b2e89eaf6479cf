import { html, type TemplateResult } from 'lit';
import { primary } from '../parts/button.ts';
import { fill } from '../parts/fill.ts';
import { networkName } from '../parts/foreign-name.ts';
import { note } from '../parts/note.ts';
import { acts, heading, onSubmit } from './layout.ts';
import { passwordField } from './password-field.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

/** The password of the chosen network. */
export function password({ problem }: ScreenOf<'password'>, context: ScreenContext): TemplateResult {
  const { words, state, dispatch } = context;
  const submit = onSubmit((field) => dispatch({ kind: 'submit-password', passphrase: field('passphrase') }));
  const isPlain = state.device?.securityVersion === 0;
  return html`${heading(fill(words.passwordTitle, { network: state.network ? networkName(state.network) : words.wifi }))}
    <form @submit=${submit}>
      ${passwordField(context, { hint: state.network?.security === 'wep' ? words.wepHint : words.passwordHint, error: problem && words[problem] })}
      ${isPlain ? note(words.passwordNotePlain, 'warn') : note(words.passwordNote, 'plain', 'lock')}
      ${acts(context, primary({ label: words.join }))}
    </form>`;
}
