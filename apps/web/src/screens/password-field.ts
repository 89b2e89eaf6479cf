import type { TemplateResult } from 'lit';
import { secretField } from '../parts/field.ts';
import type { ScreenContext } from './screen-context.ts';

/** The field for the password of the network; what was typed before is still there. */
export function passwordField(
  { words, state, isShown, toggleShown }: ScreenContext,
  { hint, error }: { readonly hint?: string | undefined; readonly error?: string | undefined },
): TemplateResult {
  return secretField({
    name: 'passphrase',
    label: words.passwordLabel,
    value: state.network?.passphrase ?? '',
    hint,
    error,
    isShown,
    toggle: toggleShown,
    toggleLabel: isShown ? words.hide : words.show,
  });
}
