import { html, type TemplateResult } from 'lit';
import { primary } from '../parts/button.ts';
import { fill } from '../parts/fill.ts';
import { deviceName, harmlessName } from '../parts/foreign-name.ts';
import { externalSign, refreshSign } from '../parts/later-signs.ts';
import { more } from '../parts/note.ts';
import { hints } from '../parts/steps.ts';
import { acts, heading } from './layout.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

/** The device is set up, and offers a session only. */
export function already(_screen: ScreenOf<'already'>, context: ScreenContext): TemplateResult {
  const { words, state, dispatch } = context;
  const device = state.device?.name ? deviceName(state.device.name) : words.device;
  const endpoints = state.device?.endpoints ?? [];
  return html`${heading(words.alreadyTitle, fill(words.alreadyLead, { device }))}
    ${hints([
      { sign: externalSign, title: words.alreadyUse, text: words.alreadyUseHint },
      { sign: refreshSign, title: words.alreadyMove, text: words.alreadyMoveHint },
    ])}
    ${acts(context, primary({ label: words.setUpAnother, press: () => dispatch({ kind: 'set-up-another' }) }))}
    ${more(
      words.alreadyOffers,
      html`<p class="small muted">
        ${
          endpoints.length === 0
            ? words.alreadyNoEndpoints
            : html`${words.alreadyEndpoints} ${endpoints.map((each) => html`<bdi class="id">${harmlessName(each)}</bdi> `)}`
        }
      </p>`,
    )}`;
}
