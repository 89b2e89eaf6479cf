import { html, type TemplateResult } from 'lit';
import { primary, secondary } from '../parts/button.ts';
import { note } from '../parts/note.ts';
import { acts, heading } from './layout.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

/** A device that proves nothing: security 0, or 1 without a proof of possession. */
export function consent({ securityVersion }: ScreenOf<'consent'>, context: ScreenContext): TemplateResult {
  const { words, dispatch } = context;
  const isPlain = securityVersion === 0;
  const go = { label: words.consentYes, press: () => dispatch({ kind: 'consent', agreed: true }) } as const;
  const stop = { label: words.consentNo, press: () => dispatch({ kind: 'consent', agreed: false }) } as const;
  return html`${
    isPlain ? heading(words.consentOpenTitle, words.consentOpenLead) : heading(words.consentTitle, words.consentLead)
  }
  ${note(isPlain ? words.consentOpenNote : words.consentNote, 'warn')}
  ${acts(
    context,
    // Where anybody can read what is sent, the filled button is the way out.
    isPlain ? html`${primary(stop)} ${secondary(go)}` : html`${primary(go)} ${secondary(stop)}`,
  )}`;
}
