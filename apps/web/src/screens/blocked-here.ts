import { html, type TemplateResult } from 'lit';
import { copyLine } from '../parts/copy-line.ts';
import { icon } from '../parts/icon.ts';
import { appSign, externalSign, globeSign, phoneSign, terminalSign } from '../parts/later-signs.ts';
import { hints } from '../parts/steps.ts';
import { leave, tryOrLeave } from './blocked-parts.ts';
import { heading } from './layout.ts';
import type { ScreenContext } from './screen-context.ts';

/** What a frame and a server have to say so that the page may use all ways in. */
const allowAttribute = 'allow="bluetooth; serial; loopback-network"';
const permissionsHeader = 'Permissions-Policy: bluetooth=(self), serial=(self), loopback-network=(self)';

/** A page over plain HTTP. */
export function insecure(context: ScreenContext): TemplateResult {
  const { words, command, pageUrl } = context;
  const secure = pageUrl.replace(/^http:/, 'https:');
  return html`${heading(words.insecureTitle, words.insecureLead)}
    ${hints([
      { sign: 'lock', title: words.insecureOpen, below: copyLine(secure, words.copyAddress, context) },
      { sign: terminalSign, title: words.insecureHelper, below: copyLine(command, words.copyCommand, context) },
    ])}
    ${leave(context)}`;
}

/** No Bluetooth adapter, or one that is off. */
export function adapter(context: ScreenContext): TemplateResult {
  const { words } = context;
  return html`${heading(words.adapterTitle, words.adapterLead)}
    ${hints([
      { sign: 'bluetooth', title: words.adapterOn, text: words.adapterOnHint },
      { sign: 'usb', title: words.adapterPlug, text: words.adapterPlugHint },
    ])}
    ${tryOrLeave(context)}`;
}

/** Android with its location off. */
export function location(context: ScreenContext): TemplateResult {
  const { words } = context;
  return html`${heading(words.locationTitle, words.locationLead)}
    ${hints([
      { sign: 'near', title: words.locationOn, text: words.locationOnHint },
      { sign: phoneSign, title: words.locationAllow, text: words.locationAllowHint },
    ])}
    ${tryOrLeave(context)}`;
}

/** A frame, or a policy, without permission. */
export function frame(context: ScreenContext): TemplateResult {
  const { words, pageUrl } = context;
  return html`${heading(words.frameTitle, words.frameLead)}
    <div class="or">${words.frameOwner}</div>
    ${hints([
      { sign: appSign, title: words.frameAllow, below: copyLine(allowAttribute, words.copyText, context) },
      { sign: globeSign, title: words.frameHeader, below: copyLine(permissionsHeader, words.copyText, context) },
    ])}
    ${leave(
      context,
      html`<a class="btn primary" part="primary" href=${pageUrl} target="_blank" rel="noopener"
        >${icon(externalSign)}<span>${words.frameOpen}</span></a
      >`,
    )}`;
}
