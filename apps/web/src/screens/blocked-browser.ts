import { html, type TemplateResult } from 'lit';
import { copyLine } from '../parts/copy-line.ts';
import { icon } from '../parts/icon.ts';
import { appSign, externalSign, globeSign, terminalSign } from '../parts/later-signs.ts';
import { more } from '../parts/note.ts';
import { hints, instructions } from '../parts/steps.ts';
import { helperHint, leave, waysThatWork } from './blocked-parts.ts';
import { heading } from './layout.ts';
import type { ScreenContext } from './screen-context.ts';

const bluefy = 'https://apps.apple.com/app/bluefy-web-ble-browser/id1492822055';
const flag = 'chrome://flags/#enable-experimental-web-platform-features';

/** iPhone and iPad. */
export function ios(context: ScreenContext): TemplateResult {
  const { words, pageUrl } = context;
  return html`${heading(words.iosTitle, words.iosLead)}
    ${hints([
      {
        sign: globeSign,
        title: words.iosBluefy,
        text: words.iosBluefyHint,
        below: copyLine(pageUrl, words.copyAddress, context),
      },
      { sign: appSign, title: words.iosApp, text: words.iosAppHint },
      { sign: 'hotspot', title: words.iosPage, text: words.iosPageHint },
    ])}
    ${leave(
      context,
      html`<a class="btn primary" part="primary" href=${bluefy} target="_blank" rel="noopener noreferrer"
        >${icon(externalSign)}<span>${words.iosGetBluefy}</span></a
      >`,
    )}`;
}

/** Firefox, and Safari on a Mac. */
export function noBluetooth(context: ScreenContext): TemplateResult {
  return otherBrowser(context, context.words.noBluetoothTitle, context.words.noBluetoothLead);
}

/** Browsers without Web Serial. */
export function noSerial(context: ScreenContext): TemplateResult {
  return otherBrowser(context, context.words.noSerialTitle, context.words.noSerialLead);
}

function otherBrowser(context: ScreenContext, title: string, lead: string): TemplateResult {
  const { words, pageUrl } = context;
  return html`${heading(title, lead)} ${waysThatWork(context)}
  ${hints([
    helperHint(context),
    {
      sign: globeSign,
      title: words.chromium,
      text: words.chromiumHint,
      below: copyLine(pageUrl, words.copyAddress, context),
    },
  ])}
  ${leave(context)}`;
}

/** Chromium on Linux. */
export function linux(context: ScreenContext): TemplateResult {
  const { words, command } = context;
  return html`${heading(words.linuxTitle, words.linuxLead)} ${waysThatWork(context)}
    <div class="or">${words.linuxOr}</div>
    ${instructions([
      { title: words.linuxPaste, below: copyLine(flag, words.copyAddress, context) },
      { title: words.linuxSet },
    ])}
    ${more(
      words.helper,
      html`<p class="small muted">${words.helperHint}</p>
        ${copyLine(command, words.copyCommand, context)}`,
    )}
    ${leave(context)}`;
}

/** The device's own network needs the helper, or a page that the device serves. */
export function noHelper(context: ScreenContext): TemplateResult {
  const { words, command } = context;
  return html`${heading(words.helperTitle, words.helperLead)}
    ${hints([
      {
        sign: terminalSign,
        title: words.helperRun,
        text: words.helperHint,
        below: copyLine(command, words.copyCommand, context),
      },
      { sign: 'hotspot', title: words.helperApp, text: words.helperAppHint },
    ])}
    ${leave(context)}`;
}
