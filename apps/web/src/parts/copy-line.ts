import { html, type TemplateResult } from 'lit';
import type { Words } from '../words/words.ts';
import { icon } from './icon.ts';

/** What copies, and what was copied last. */
export interface Copying {
  readonly words: Words;
  readonly copy: (text: string) => void;
  readonly copied: string | undefined;
}

/** Renders a text to copy, with its button. */
export function copyLine(text: string, label: string, { words, copy, copied }: Copying): TemplateResult {
  const isCopied = copied === text;
  const shown = isCopied ? words.copied : label;
  return html`<div class="copy">
    <code translate="no">${text}</code
    ><button type="button" aria-label=${shown} title=${shown} @click=${() => copy(text)}>
      ${icon(isCopied ? 'check' : 'copy')}
    </button>
  </div>`;
}
