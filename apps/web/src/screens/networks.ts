import { html, nothing, type TemplateResult } from 'lit';
import { primary, quiet } from '../parts/button.ts';
import { networkList } from '../parts/network-list.ts';
import { more, note } from '../parts/note.ts';
import { acts, heading, onSubmit } from './layout.ts';
import type { ScreenContext, ScreenOf } from './screen-context.ts';

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
      ${heard.length === 0 && screen.scan !== 'first' ? note(words.networksNone) : nothing}
      ${screen.scan === 'failed' ? note(words.networksFailed, 'warn') : nothing}
      <div>
        ${networkList({ heard, chosen, touch, pick: (key) => dispatch({ kind: 'pick-network', key }) }, words)}
        ${status(screen, context)}
      </div>
      ${more(words.missing, html`<p class="small muted">${words.missingHint}</p>`)}
      ${acts(context, primary({ label: words.goOn, isNotNow: chosen === undefined }), 'stay')}
    </form>`;
}

function status({ heard, scan }: ScreenOf<'networks'>, { words, dispatch }: ScreenContext): TemplateResult {
  const isPaused = scan === 'paused';
  const n = heard.length;
  const text =
    scan === 'first' || (n === 0 && !isPaused)
      ? words.networksFirst
      : isPaused
        ? words.networksPaused(n)
        : words.networksStill(n);
  return html`<div class="live">
    <span><span class="dot ${isPaused ? 'still' : ''}"></span><span>${text}</span></span>
    ${quiet({
      label: isPaused ? words.resume : words.pause,
      sign: isPaused ? 'refresh' : 'pause',
      press: () => dispatch({ kind: 'pause-scan', paused: !isPaused }),
    })}
  </div>`;
}
