import { foreignText } from '@esp-prov/protocol';
import { html, type TemplateResult } from 'lit';

/** Longest name of a stranger that is shown; names of networks and devices are shorter. */
const longest = 64;

/** Returns a name that a stranger chose as text that steers nothing: no control characters, no piles of marks. */
export function harmlessName(name: string): string {
  return foreignText(name, longest);
}

/** Renders such a name isolated from the text around it, so that a name from the right does not turn the sentence. */
function foreignName(name: string): TemplateResult {
  return html`<bdi>${harmlessName(name)}</bdi>`;
}

/** Renders what a device calls itself, in the letters of codes. */
export function deviceName(name: string): TemplateResult {
  return html`<bdi class="id">${harmlessName(name)}</bdi>`;
}

/** A network's name: its text, or its bytes if they are no text. */
export interface NetworkName {
  readonly ssid: string | undefined;
  readonly ssidHex: string;
}

/** Renders the name of a network; bytes that are no UTF-8 stand as hexadecimal pairs. */
export function networkName(network: NetworkName): TemplateResult {
  if (network.ssid !== undefined) return foreignName(network.ssid);
  return html`<bdi class="id">${hexPairs(network.ssidHex)}</bdi>`;
}

/** Returns the name of a network as harmless plain text. */
export function networkText(network: NetworkName): string {
  return network.ssid === undefined ? hexPairs(network.ssidHex) : harmlessName(network.ssid);
}

function hexPairs(hex: string): string {
  return (hex.slice(0, 2 * longest).match(/../g) ?? []).join(' ');
}
