import { html, nothing, type TemplateResult } from 'lit';
import { primary } from '../parts/button.ts';
import { fill } from '../parts/fill.ts';
import { deviceName } from '../parts/foreign-name.ts';
import { hints } from '../parts/steps.ts';
import { foundList } from './found-list.ts';
import { acts, heading } from './layout.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

/** What stands behind the browser's own list; with the helper, the list itself. */
export function choose({ way, found }: ScreenOf<'choose'>, context: ScreenContext): TemplateResult {
  const { words, dispatch } = context;
  const isUsb = way === 'usb';
  if (found) {
    return html`${heading(isUsb ? words.pickUsbTitle : words.pickTitle, found.length > 0 ? words.pickLead : undefined)}
    ${foundList(found, isUsb, context)} ${found.length === 0 ? checks(isUsb, context) : nothing}`;
  }
  return html`${isUsb ? heading(words.chooseUsbTitle, words.chooseUsbLead) : heading(words.chooseTitle, lead(context))}
    ${checks(isUsb, context)}
    ${acts(context, primary({ label: words.showListAgain, press: () => dispatch({ kind: 'show-chooser' }) }))}`;
}

function lead({ words, state }: ScreenContext): unknown {
  const { namePrefix } = state.wanted;
  return namePrefix === '' ? words.chooseLeadAny : fill(words.chooseLead, { prefix: deviceName(namePrefix) });
}

/** Why a device may be missing from the list. */
function checks(isUsb: boolean, { words }: ScreenContext): TemplateResult {
  const isOn = { sign: 'power', title: words.chooseOn, text: words.chooseOnHint } as const;
  return hints(
    isUsb
      ? [
          isOn,
          { sign: 'usb', title: words.chooseUsbCable, text: words.chooseUsbCableHint },
          { sign: 'chip', title: words.chooseUsbSocket, text: words.chooseUsbSocketHint },
        ]
      : [
          isOn,
          { sign: 'near', title: words.chooseNear, text: words.chooseNearHint },
          { sign: 'chip', title: words.chooseMode, text: words.chooseModeHint },
        ],
  );
}
