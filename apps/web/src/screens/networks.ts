import { html, nothing, type TemplateResult } from 'lit';
import { type Button, primary, quiet } from '../parts/button.ts';
import { pauseSign, refreshSign } from '../parts/later-signs.ts';
import { networkList } from '../parts/network-list.ts';
import { more, note } from '../parts/note.ts';
import { fillIn } from '../words/fill-in.ts';
import type { Words } from '../words/words.ts';
import { acts, heading, onSubmit } from './layout.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

/** More rows than this push the button out of sight even on a wide screen. */
const manyRows = 6;

/** The networks as the device hears them. */
export function networks(screen: ScreenOf<'networks'>, context: ScreenContext): TemplateResult {
  const { words, dispatch, explain } = context;
  const { heard, chosen, touched } = screen;
  const touch = () => {
    if (!touched && chosen !== undefined) dispatch({ kind: 'pick-network', key: chosen });
  };
  const submit = onSubmit(() =>
    chosen === undefined ? explain(words.chooseFirst) : dispatch({ kind: 'continue-network' }),
  );
  return html`${heading(words.networksTitle, words.networksLead)}
    <form @submit=${submit}>
      ${heard.length === 0 && (screen.scan === 'repeating' || screen.scan === 'paused') ? note(words.networksNone) : nothing}
      ${screen.scan === 'failed' ? note(words.networksFailed, 'warn') : nothing}
      <div>
        ${networkList({ heard, chosen, touch, pick: (key) => dispatch({ kind: 'pick-network', key }) }, words)}
        ${status(screen, context)}
      </div>
      ${more(words.missing, html`<p class="small muted">${words.missingHint}</p>`)}
      ${acts(context, primary({ label: words.goOn, isNotNow: chosen === undefined }), heard.length > manyRows ? 'stay long' : 'stay')}
    </form>`;
}

function status(screen: ScreenOf<'networks'>, context: ScreenContext): TemplateResult {
  const isStill = screen.scan === 'paused' || screen.scan === 'failed';
  return html`<div class="live">
    <span><span class="dot ${isStill ? 'still' : ''}"></span><span>${progress(screen, context)}</span></span>
    ${quiet(scanButton(screen, context))}
  </div>`;
}

function progress({ heard, scan, since }: ScreenOf<'networks'>, { words, now }: ScreenContext): string {
  if (scan === 'paused') return words.networksPaused(heard.length);
  if (scan === 'failed') return words.networksStopped;
  return scan === 'first' || heard.length === 0 ? firstScan(now - since, words) : words.networksStill(heard.length);
}

function scanButton({ scan }: ScreenOf<'networks'>, { words, dispatch }: ScreenContext): Button {
  switch (scan) {
    case 'failed':
      return { label: words.tryAgain, sign: refreshSign, press: () => dispatch({ kind: 'try-again' }) };
    case 'paused':
      return { label: words.resume, sign: refreshSign, press: () => dispatch({ kind: 'pause-scan', paused: false }) };
    default:
      return { label: words.pause, sign: pauseSign, press: () => dispatch({ kind: 'pause-scan', paused: true }) };
  }
}

/** The first scan takes a device some seconds, which are counted once there is something to count. */
function firstScan(passedMs: number, words: Words): string {
  const seconds = Math.floor(passedMs / 1000);
  return seconds < 3 ? words.networksFirst : `${words.networksFirst} · ${fillIn(words.seconds, { n: seconds })}`;
}
