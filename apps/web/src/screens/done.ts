import { html, type TemplateResult } from 'lit';
import { primary, secondary } from '../parts/button.ts';
import { type Fact, facts } from '../parts/facts.ts';
import { networkName } from '../parts/foreign-name.ts';
import { icon } from '../parts/icon.ts';
import { externalSign } from '../parts/later-signs.ts';
import { copyDetails } from './copy-details.ts';
import { acts, heading } from './layout.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';
import { hostText, webAddress } from './web-address.ts';

/** The device is on Wi-Fi. */
export function done(screen: ScreenOf<'done'>, context: ScreenContext): TemplateResult {
  const { words, state, dispatch, explain } = context;
  const { link, ip4 } = screen;
  const url = 'url' in link ? webAddress(link.url) : undefined;
  const again = { label: words.setUpAnother, press: () => dispatch({ kind: 'set-up-another' }) } as const;
  const list: Fact[] = [
    ...(state.network ? [{ name: words.factNetwork, value: networkName(state.network) }] : []),
    ...(ip4 === undefined ? [] : [{ name: words.factAddress, value: html`<span class="id">${ip4}</span>` }]),
    ...(url
      ? [
          {
            name: words.factLink,
            value: html`<bdi class="id">${hostText(url)}</bdi>`,
            small: reach(screen, context),
          },
        ]
      : []),
    ...(link.state === 'trying' ? [{ name: words.factLink, value: reach(screen, context) }] : []),
  ];
  return html`${heading(words.doneTitle, words.doneLead)} ${facts(list)}
    ${acts(
      context,
      url
        ? html`<a class="btn primary" part="primary" href=${url.href} target="_blank" rel="noopener noreferrer"
              >${icon(externalSign)}<span>${words.openDevice}</span></a
            >${secondary(again)}`
        : link.state === 'trying'
          ? html`${primary({ label: words.openDevice, isBusy: true, press: () => explain(words.linkTrying) })}
            ${secondary(again)}`
          : primary(again),
    )}
    <div class="foot">
      ${copyDetails(context)}
    </div>`;
}

function reach({ link }: ScreenOf<'done'>, { words }: ScreenContext): string {
  if (link.state === 'trying') return words.linkTrying;
  return link.state === 'answers' ? words.linkAnswers : words.linkUnknown;
}
