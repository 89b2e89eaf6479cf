import { html, nothing, type TemplateResult } from 'lit';
import type { Way } from '../flow/way.ts';
import { primary, secondary } from '../parts/button.ts';
import { copyLine } from '../parts/copy-line.ts';
import { terminalSign } from '../parts/later-signs.ts';
import type { Hint } from '../parts/steps.ts';
import { wayRow } from '../parts/way-row.ts';
import { acts } from './layout.ts';
import type { ScreenContext } from './screen-context.ts';
import { waySign } from './start.ts';

/** Renders the ways that do work here, as rows; the first one is the best. */
export function waysThatWork(context: ScreenContext): TemplateResult | typeof nothing {
  const { words, state, dispatch } = context;
  const titles: Partial<Record<Way, string>> = {
    bluetooth: words.useBluetooth,
    usb: words.useUsb,
    softap: words.useSoftap,
  };
  const open = state.ways.filter(({ way, obstacle }) => obstacle === undefined && way !== 'virtual');
  if (open.length === 0) return nothing;
  return html`<div class="ways">
    ${open.map(({ way }, i) =>
      wayRow({
        sign: waySign(way),
        title: titles[way] ?? '',
        hint: words.worksHere,
        kind: i === 0 ? 'best' : 'possible',
        press: () => dispatch({ kind: 'take-way', way }),
      }),
    )}
  </div>`;
}

/** Returns the way out that works on every computer: the helper, with its command to copy. */
export function helperHint(context: ScreenContext): Hint {
  const { words, command } = context;
  return {
    sign: terminalSign,
    title: words.helper,
    text: words.helperHint,
    below: copyLine(command, words.copyCommand, context),
  };
}

/** Renders the buttons of such a screen: what it offers, if anything, and always the one that leads to another way. */
export function leave(context: ScreenContext, offer: unknown = nothing): TemplateResult {
  const { words, dispatch } = context;
  const press = () => dispatch({ kind: 'use-another-way' });
  return acts(context, html`${offer} ${secondary({ label: words.anotherWay, press })}`);
}

/** Renders the button that tries the same way once more, and the one that leads to another. */
export function tryOrLeave(context: ScreenContext): TemplateResult {
  const { words, dispatch } = context;
  return leave(context, primary({ label: words.tryAgain, press: () => dispatch({ kind: 'try-again' }) }));
}
