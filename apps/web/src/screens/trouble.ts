import { html, nothing, type TemplateResult } from 'lit';
import type { Remedy } from '../flow/flow-state.ts';
import { primary, quiet } from '../parts/button.ts';
import { facts } from '../parts/facts.ts';
import { errorWords } from '../words/error-words.ts';
import type { TextKey } from '../words/words.ts';
import { detailsText } from './details-text.ts';
import { acts, heading } from './layout.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

const labels: Readonly<Record<Remedy, TextKey>> = {
  again: 'tryAgain',
  'start-over': 'startOver',
  networks: 'backToNetworks',
  proof: 'askAgain',
  choose: 'chooseAgain',
};

/** Everything else that went wrong: what happened, and one thing to do. */
export function trouble({ failure, remedy }: ScreenOf<'trouble'>, context: ScreenContext): TemplateResult {
  const { words, state, dispatch, copy } = context;
  const [title, advice] = errorWords(words, failure.code);
  return html`${heading(title, advice)}
    ${facts(
      [{ name: words.factReason, value: html`<span class="id">${failure.code}</span>` }],
      words.details,
      failure.message === '' ? [] : [failure.message],
    )}
    ${acts(context, primary({ label: words[labels[remedy]], press: () => dispatch({ kind: 'try-again' }) }))}
    <div class="foot">
      ${quiet({ label: words.copyDetails, sign: 'copy', press: () => copy(detailsText(state)) })}
      ${remedy === 'start-over' ? nothing : quiet({ label: words.anotherWay, press: () => dispatch({ kind: 'use-another-way' }) })}
    </div>`;
}
