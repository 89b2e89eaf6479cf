import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { FoundThing } from '../flow/flow-state.ts';
import { deviceName } from '../parts/foreign-name.ts';
import { wayRow } from '../parts/way-row.ts';
import type { ScreenContext } from './screen-context.ts';

/** The list of devices or ports that the helper has found; what another program holds says so when it is pressed. */
export function foundList(found: readonly FoundThing[], isUsb: boolean, context: ScreenContext): TemplateResult {
  const { words, dispatch, explain, why } = context;
  return html`${
    found.length === 0
      ? nothing
      : html`<div class="ways">${repeat(
          found,
          ({ id }) => id,
          ({ id, name, rssi, taken }) =>
            wayRow({
              sign: isUsb ? 'usb' : 'chip',
              title: name ? deviceName(name) : words.pickNoName,
              hint: taken
                ? words.pickTaken
                : isUsb
                  ? deviceName(id)
                  : rssi === undefined
                    ? nothing
                    : strength(rssi, context),
              kind: taken ? 'not' : 'possible',
              press: () => (taken ? explain(words.pickTaken) : dispatch({ kind: 'pick-device', id })),
            }),
        )}</div>`
  }
    <div class="live"><span><span class="dot"></span>${words.pickLooking}</span></div>
    ${why === undefined ? nothing : html`<p class="why">${why}</p>`}`;
}

/** Signals in dBm from which on one speaks of a strong, a good and a fair one. */
const steps = [-55, -67, -78] as const;

function strength(rssi: number, { words }: ScreenContext): string {
  const [strong, good, fair] = steps;
  return rssi >= strong ? words.signal4 : rssi >= good ? words.signal3 : rssi >= fair ? words.signal2 : words.signal1;
}
