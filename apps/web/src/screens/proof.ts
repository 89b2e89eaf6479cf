import { html, nothing, type TemplateResult } from 'lit';
import { primary, secondary } from '../parts/button.ts';
import { secretField, textField } from '../parts/field.ts';
import { timeLine } from '../parts/time-line.ts';
import { acts, heading, onSubmit } from './layout.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

/** The question for the proof of possession. */
export function proof(screen: ScreenOf<'proof'>, context: ScreenContext): TemplateResult {
  const { words, state, dispatch, explain } = context;
  const { problem, busy } = screen;
  const submit = onSubmit((field) =>
    busy ? explain(words.checking) : dispatch({ kind: 'submit-proof', pop: field('pop') }),
  );
  return html`${heading(words.proofTitle, words.proofLead)}
    <form @submit=${submit}>
      ${secretField({
        ...secret(context),
        name: 'pop',
        label: words.proofLabel,
        value: state.wanted.pop ?? '',
        toggleLabel: context.isShown ? words.hideCode : words.showCode,
        error: problem && words[problem],
      })}
      ${buttons(screen, context)}
    </form>`;
}

/** The question for user name and password of the device. */
export function account(screen: ScreenOf<'account'>, context: ScreenContext): TemplateResult {
  const { words, state, dispatch, explain } = context;
  const { problem, busy } = screen;
  const submit = onSubmit((field) =>
    busy
      ? explain(words.checking)
      : dispatch({ kind: 'submit-account', username: field('user'), password: field('password') }),
  );
  return html`${heading(words.accountTitle, words.accountLead)}
    <form @submit=${submit}>
      ${textField({ name: 'user', label: words.userLabel, value: state.wanted.username ?? '', isCode: true })}
      ${secretField({
        ...secret(context),
        name: 'password',
        label: words.devicePasswordLabel,
        value: state.wanted.password ?? '',
        toggleLabel: context.isShown ? words.hide : words.show,
        error: problem && words[problem],
      })}
      ${buttons(screen, context)}
    </form>`;
}

function secret({ isShown, toggleShown }: ScreenContext): { isShown: boolean; toggle: () => void } {
  return { isShown, toggle: toggleShown };
}

function buttons(screen: ScreenOf<'proof' | 'account'>, context: ScreenContext): TemplateResult {
  const { words, dispatch, now } = context;
  const isBusy = screen.busy;
  return html`${isBusy ? timeLine(screen, now, words) : nothing} ${acts(
    context,
    html`${primary({ label: words.goOn, isBusy })}
    ${secondary({ label: words.cancel, press: () => dispatch({ kind: 'cancel' }) })}`,
  )}`;
}
