import type { TemplateResult } from 'lit';
import { describe } from '../flow/describe.ts';
import { quiet } from '../parts/button.ts';
import type { ScreenContext } from './screen-context.ts';

/** The button that copies what is known, for a report. */
export function copyDetails({ state, words, copy, copied }: ScreenContext): TemplateResult {
  const text = describe(state);
  const isCopied = copied === text;
  return quiet({
    label: isCopied ? words.copied : words.copyDetails,
    sign: isCopied ? 'check' : 'copy',
    press: () => copy(text),
  });
}
