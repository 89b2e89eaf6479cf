import { html, type TemplateResult } from 'lit';
import { primary, secondary } from '../parts/button.ts';
import { note } from '../parts/note.ts';
import { acts, heading } from './layout.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

/** A device that proves nothing: security 0, or 1 without a proof of possession. */
export function consent({ securityVersion }: ScreenOf<'consent'>, context: ScreenContext): TemplateResult {
  const { words, dispatch } = context;
  const isPlain = securityVersion === 0;
  return html`${
    isPlain ? heading(words.consentOpenTitle, words.consentOpenLead) : heading(words.consentTitle, words.consentLead)
  }
  ${note(isPlain ? words.consentOpenNote : words.consentNote, 'warn')}
  ${acts(
    context,
    html`${primary({ label: words.consentYes, press: () => dispatch({ kind: 'consent', agreed: true }) })}
    ${secondary({ label: words.consentNo, press: () => dispatch({ kind: 'consent', agreed: false }) })}`,
  )}`;
}
