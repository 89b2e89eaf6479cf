import { html, type TemplateResult } from 'lit';
import { primary, secondary } from '../parts/button.ts';
import { listSign, phoneSign, terminalSign } from '../parts/later-signs.ts';
import { hints } from '../parts/steps.ts';
import { acts, heading } from './layout.ts';
import { prefixField } from './prefix-field.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

/** The browser's list was closed without a choice. */
export function nothingChosen({ way }: ScreenOf<'nothing'>, context: ScreenContext): TemplateResult {
  const { words, dispatch } = context;
  return html`${way === 'usb' ? usb(context) : bluetooth(context)}
    ${acts(
      context,
      html`${primary({ label: words.showListAgain, press: () => dispatch({ kind: 'show-chooser' }) })}
      ${secondary({ label: words.anotherWay, press: () => dispatch({ kind: 'use-another-way' }) })}`,
    )}`;
}

function bluetooth(context: ScreenContext): TemplateResult {
  const { words, state } = context;
  const mayHide = state.ways.some(({ hint }) => hint === 'android-location');
  return html`${heading(words.nothingTitle, words.nothingLead)}
    ${hints([
      { sign: 'chip', title: words.nothingSetUp, text: words.nothingSetUpHint },
      { sign: phoneSign, title: words.nothingPhone, text: words.nothingPhoneHint },
      ...(mayHide ? [{ sign: 'near', title: words.nothingAndroid, text: words.nothingAndroidHint } as const] : []),
      { sign: listSign, title: words.nothingName, text: words.nothingNameHint, below: prefixField(context) },
    ])}`;
}

function usb({ words }: ScreenContext): TemplateResult {
  return html`${heading(words.nothingUsbTitle, words.nothingLead)}
    ${hints([
      { sign: 'usb', title: words.chooseUsbCable, text: words.chooseUsbCableHint },
      { sign: terminalSign, title: words.nothingUsbBusy, text: words.nothingUsbBusyHint },
      { sign: 'chip', title: words.nothingUsbDriver, text: words.nothingUsbDriverHint },
    ])}`;
}
