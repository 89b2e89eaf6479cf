import { html, nothing, type TemplateResult } from 'lit';
import { primary } from '../parts/button.ts';
import { copyLine } from '../parts/copy-line.ts';
import { fill } from '../parts/fill.ts';
import { deviceName } from '../parts/foreign-name.ts';
import { note } from '../parts/note.ts';
import { instructions } from '../parts/steps.ts';
import { timeLine } from '../parts/time-line.ts';
import { acts, heading } from './layout.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

/** The way into the device's own Wi-Fi. */
export function softap(screen: ScreenOf<'softap'>, context: ScreenContext): TemplateResult {
  const { words, state, dispatch, explain, now } = context;
  const { stage } = screen;
  const { namePrefix, way, softApPassword } = state.wanted;
  const name = deviceName(namePrefix === '' ? 'PROV_' : namePrefix);
  const isChecking = stage === 'checking';
  return html`${heading(words.softapTitle, words.softapLead)}
    ${instructions([
      { title: words.softapMenu },
      {
        title: way === 'softap' ? fill(words.softapPickNamed, { name }) : fill(words.softapPick, { prefix: name }),
        text: softApPassword ? words.softapPasswordIs : words.softapPassword,
        below: softApPassword ? copyLine(softApPassword, words.copyText, context) : undefined,
      },
      { title: words.softapStay, text: words.softapStayHint },
    ])}
    ${stage === 'not-reached' ? note(words.softapNotReached, 'danger') : nothing}
    ${isChecking ? timeLine(screen, now, words) : nothing}
    ${acts(
      context,
      primary({
        label: words.softapCheck,
        isBusy: isChecking,
        press: () => (isChecking ? explain(words.softapChecking) : dispatch({ kind: 'check-softap' })),
      }),
    )}`;
}
