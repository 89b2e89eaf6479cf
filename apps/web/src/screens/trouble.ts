import { html, nothing, type TemplateResult } from 'lit';
import type { Remedy } from '../flow/flow-state.ts';
import { primary, quiet } from '../parts/button.ts';
import { facts } from '../parts/facts.ts';
import { sentence } from '../parts/sentence.ts';
import { errorWords } from '../words/error-words.ts';
import type { TextKey } from '../words/words.ts';
import { copyDetails } from './copy-details.ts';
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
  const { words, dispatch } = context;
  const [title, advice] = errorWords(words, failure.code);
  return html`${heading(title, advice)}
    ${facts(
      [{ name: words.factReason, value: html`<span class="id">${failure.code}</span>` }],
      words.details,
      failure.message === '' ? [] : [sentence(failure.message)],
    )}
    ${acts(context, primary({ label: words[labels[remedy]], press: () => dispatch({ kind: 'try-again' }) }))}
    <div class="foot">
      ${copyDetails(context)}
      ${remedy === 'start-over' ? nothing : quiet({ label: words.anotherWay, press: () => dispatch({ kind: 'use-another-way' }) })}
    </div>`;
}
