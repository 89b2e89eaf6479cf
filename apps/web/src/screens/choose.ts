import { html, type TemplateResult } from 'lit';
import { primary } from '../parts/button.ts';
import { fill } from '../parts/fill.ts';
import { deviceName } from '../parts/foreign-name.ts';
import { hints } from '../parts/steps.ts';
import { acts, heading } from './layout.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

/** What stands behind the browser's own list. */
export function choose({ way }: ScreenOf<'choose'>, context: ScreenContext): TemplateResult {
  const { words, dispatch } = context;
  return html`${way === 'usb' ? usb(context) : bluetooth(context)}
    ${acts(context, primary({ label: words.showListAgain, press: () => dispatch({ kind: 'show-chooser' }) }))}`;
}

function bluetooth({ words, state }: ScreenContext): TemplateResult {
  const { namePrefix } = state.wanted;
  const lead = namePrefix === '' ? words.chooseLeadAny : fill(words.chooseLead, { prefix: deviceName(namePrefix) });
  return html`${heading(words.chooseTitle, lead)}
    ${hints([
      { sign: 'power', title: words.chooseOn, text: words.chooseOnHint },
      { sign: 'near', title: words.chooseNear, text: words.chooseNearHint },
      { sign: 'chip', title: words.chooseMode, text: words.chooseModeHint },
    ])}`;
}

function usb({ words }: ScreenContext): TemplateResult {
  return html`${heading(words.chooseUsbTitle, words.chooseUsbLead)}
    ${hints([
      { sign: 'power', title: words.chooseOn, text: words.chooseOnHint },
      { sign: 'usb', title: words.chooseUsbCable, text: words.chooseUsbCableHint },
      { sign: 'chip', title: words.chooseUsbSocket, text: words.chooseUsbSocketHint },
    ])}`;
}
