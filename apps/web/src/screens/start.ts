import { html, nothing, type TemplateResult } from 'lit';
import type { Way, WayOffer } from '../flow/way.ts';
import { quiet } from '../parts/button.ts';
import { fill } from '../parts/fill.ts';
import type { IconName } from '../parts/icon.ts';
import { more, note } from '../parts/note.ts';
import { wayRow } from '../parts/way-row.ts';
import type { Words } from '../words/words.ts';
import { heading } from './layout.ts';
import { prefixField } from './prefix-field.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

/** The first screen: the ways in that this browser has, the best first. */
export function start(screen: ScreenOf<'start'>, context: ScreenContext): TemplateResult {
  const { words, dispatch, state } = context;
  const rows = state.ways.filter(({ way }) => way !== 'virtual');
  const hasVirtual = state.ways.some(({ way, obstacle }) => way === 'virtual' && obstacle === undefined);
  const best = rows.find(({ obstacle }) => obstacle === undefined);
  return html`
    ${heading(words.startTitle, rows.length > 0 && !best ? words.startNone : words.startLead)}
    ${screen.note ? note(screen.note === 'reloaded' ? words.startReloaded : words.startEnded) : nothing}
    ${
      rows.length === 0
        ? html`<div class="live ways"><span><span class="dot"></span>${words.startLooking}</span></div>`
        : html`<div class="ways">${rows.map((offer) => offerRow(offer, offer === best, context))}</div>`
    }
    <div class="foot">
      ${quiet({ label: words.scanCode, sign: 'qr', press: () => dispatch({ kind: 'open-qr' }) })}
      ${
        hasVirtual
          ? quiet({
              label: words.virtual,
              sign: 'chip',
              press: () => dispatch({ kind: 'take-way', way: 'virtual' }),
            })
          : nothing
      }
    </div>
    ${more(words.advanced, prefixField(context))}
  `;
}

function offerRow({ way, obstacle }: WayOffer, isBest: boolean, { words, dispatch, state }: ScreenContext) {
  const hint = hintOf(way, words, state.wanted.namePrefix);
  return wayRow({
    sign: waySign(way),
    title: words[way],
    hint: obstacle ? words.notHere : isBest ? fill(words.best, { hint }) : hint,
    kind: obstacle ? 'not' : isBest ? 'best' : 'possible',
    press: () => dispatch({ kind: 'take-way', way }),
  });
}

/** Returns the sign of a way in. */
export function waySign(way: Way): IconName {
  return ({ bluetooth: 'bluetooth', usb: 'usb', softap: 'hotspot', virtual: 'chip' } as const)[way];
}

function hintOf(way: Way, words: Words, prefix: string): unknown {
  if (way === 'bluetooth') return words.bluetoothHint;
  if (way === 'usb') return words.usbHint;
  const example = prefix === '' || prefix === 'PROV_' ? 'PROV_261FCC' : prefix;
  return fill(words.softapHint, { example: html`<bdi class="id">${example}</bdi>` });
}
