import { html, nothing, type TemplateResult } from 'lit';
import { secondary } from '../../parts/button.ts';
import { fillIn } from '../../words/fill-in.ts';
import type { TabLabel } from '../engine/tab-label.ts';
import type { DeviceWords } from '../words/device-words.ts';
import { qrPicture } from './qr-picture.ts';

/** Renders the sticker of the device: its QR code, and the same as text. */
export function deviceLabel(
  { serviceName, username, pop, qrText }: TabLabel,
  words: DeviceWords,
  use: (text: string) => void,
): TemplateResult {
  const row = (name: string, value: string | undefined) =>
    value === undefined ? nothing : html`<dt>${name}</dt><dd><bdi class="id" translate="no">${value}</bdi></dd>`;
  return html`<div class="sticker">
    ${qrText === undefined ? nothing : qrPicture(qrText, fillIn(words.labelQr, { name: serviceName }))}
    <div class="text">
      <dl>
        ${row(words.labelName, serviceName)} ${row(words.labelUser, username)}
        ${row(username === undefined ? words.labelPop : words.labelPassword, pop)}
      </dl>
      ${qrText === undefined ? nothing : secondary({ label: words.useLabel, sign: 'qr', press: () => use(qrText) })}
    </div>
  </div>`;
}
