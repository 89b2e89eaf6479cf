import { html, nothing, type TemplateResult } from 'lit';
import { primary, secondary } from '../parts/button.ts';
import { facts } from '../parts/facts.ts';
import { networkName } from '../parts/foreign-name.ts';
import { refreshSign } from '../parts/later-signs.ts';
import { timeLine } from '../parts/time-line.ts';
import { copyDetails } from './copy-details.ts';
import { acts, heading } from './layout.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

/** Credentials went out, and the device did not report the end. */
export function unknown(screen: ScreenOf<'unknown'>, context: ScreenContext): TemplateResult {
  const { words, state, dispatch, explain, now } = context;
  const { afterReload, checking } = screen;
  return html`${afterReload ? heading(words.unknownReloadTitle, words.unknownReloadLead) : heading(words.unknownTitle, words.unknownLead)}
    ${facts(
      [
        ...(state.network ? [{ name: words.factNetwork, value: networkName(state.network) }] : []),
        { name: words.factPassword, value: words.passwordSent },
        { name: words.factResult, value: words.notReported },
      ],
      words.known,
    )}
    ${checking ? timeLine(screen, now, words) : nothing}
    ${acts(
      context,
      html`${primary({
        label: words.lookForIt,
        sign: refreshSign,
        isBusy: checking,
        press: () => (checking ? explain(words.looking) : dispatch({ kind: 'check-outcome' })),
      })}
      ${secondary({ label: words.startOver, press: () => dispatch({ kind: 'set-up-another' }) })}`,
    )}
    <div class="foot">
      ${copyDetails(context)}
    </div>`;
}
