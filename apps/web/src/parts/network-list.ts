import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import type { HeardNetwork } from '../flow/flow-state.ts';
import type { Words } from '../words/words.ts';
import { bars } from './bars.ts';
import { networkName } from './foreign-name.ts';
import { icon } from './icon.ts';
import { plusSign } from './later-signs.ts';

/** Returns what identifies a network in the list. */
function networkKey({ ssidHex, authMode }: HeardNetwork): string {
  return `${ssidHex}:${authMode}`;
}

/** The list and what it reports. */
export interface NetworkList {
  readonly heard: readonly HeardNetwork[];
  readonly chosen: string | undefined;
  readonly pick: (key: string) => void;
  /** Somebody is about to press; the order stays from here on. */
  readonly touch: () => void;
}

/** Renders the networks as one radio group; the last row is for a name to type. */
export function networkList({ heard, chosen, pick, touch }: NetworkList, words: Words): TemplateResult {
  return html`<fieldset class="nets" aria-label=${words.networks} @pointerdown=${touch} @focusin=${touch}>
    ${repeat(heard, networkKey, (network) => row(network, words, chosen, pick))}
    <label class="net" part="network">
      ${radio('other', chosen, pick)}
      <span class="name"><b>${words.otherNetwork}</b><span class="meta">${words.otherHint}</span></span>
      <span class="end">${icon(plusSign)}</span>
    </label>
  </fieldset>`;
}

function row(network: HeardNetwork, words: Words, chosen: string | undefined, pick: (key: string) => void) {
  const isEnterprise = network.security === 'enterprise';
  return html`<label class="net ${network.gone ? 'gone' : ''}" part="network">
    ${radio(networkKey(network), chosen, pick, isEnterprise)}
    <span class="name"
      ><b>${networkName(network)}</b>${isEnterprise ? html` <span class="tag">${words.enterprise}</span>` : nothing}
      <span class="meta">${meta(network, words)}</span></span
    >
    <span class="end"
      >${network.security === 'open' ? nothing : icon('lock', 'lock')}${bars(network.bars)}<span class="vh"
        >${words[`signal${network.bars}`]}</span
      ></span
    >
  </label>`;
}

function radio(key: string, chosen: string | undefined, pick: (key: string) => void, isDisabled = false) {
  return html`<input type="radio" name="network" value=${key} .checked=${live(key === chosen)} ?disabled=${isDisabled}
    @change=${() => pick(key)} />`;
}

function meta(network: HeardNetwork, words: Words): string {
  const { security, accessPoints, ssid, gone } = network;
  if (security === 'enterprise') return words.enterpriseWhy;
  const needs = { open: words.isOpen, wep: words.isWep, wpa3: `${words.needsPassword}\u00A0· WPA3` };
  return [
    security === 'open' || security === 'wep' || security === 'wpa3' ? needs[security] : words.needsPassword,
    accessPoints > 1 ? words.accessPoints(accessPoints) : '',
    gone ? words.gone : '',
    ssid === undefined ? words.notText : '',
  ]
    .filter((part) => part !== '')
    .join('\u00A0· ');
}
