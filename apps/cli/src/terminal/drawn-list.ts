import type { Writable } from 'node:stream';
import { styleText } from 'node:util';
import { type State, wrapTextWithPrefix } from '@clack/core';
import { limitOptions, S_BAR, S_BAR_END, S_RADIO_ACTIVE, S_RADIO_INACTIVE, symbol, symbolBar } from '@clack/prompts';
import { escapeWords } from './escape-words.ts';

/** One line of a list. */
export interface ListEntry {
  readonly value: number;
  readonly label: string;
  readonly hint?: string;
  readonly disabled: boolean;
}

/** What a list shows. */
export interface ListState {
  readonly state: State;
  readonly options: readonly ListEntry[];
  /** Index of the entry that Enter picks. */
  readonly cursor: number;
  readonly output: Writable;
  readonly hasBefore: boolean;
}

/** Lines that a list takes at most; the others come into view as the cursor moves. */
const mostEntries = 12;

/** Returns the lines of a question with its choices, as they stand on a terminal. */
export function drawnList(question: string, { state, options, cursor, output, hasBefore }: ListState): string {
  const asked = wrapTextWithPrefix(output, question, `${symbolBar(state)}  `, `${symbol(state)}  `);
  const head = `${styleText('gray', S_BAR)}\n${asked}\n`;
  const label = options[cursor]?.label.trimStart() ?? '';
  const gray = `${styleText('gray', S_BAR)}  `;
  if (state === 'submit') return `${head}${wrapTextWithPrefix(output, styleText('dim', label), gray)}`;
  if (state === 'cancel')
    return `${head}${wrapTextWithPrefix(output, styleText(['strikethrough', 'dim'], label), gray)}`;
  const bar = `${styleText('cyan', S_BAR)}  `;
  const keys = `↑/↓ or a number, Enter; ${escapeWords(hasBefore)}`;
  const lines = limitOptions({
    output,
    cursor,
    options,
    maxItems: mostEntries,
    columnPadding: bar.length,
    rowPadding: head.split('\n').length + 2,
    style: drawnEntry,
  });
  return `${head}${bar}${lines.join(`\n${bar}`)}\n${styleText('cyan', S_BAR_END)}  ${styleText('dim', keys)}\n`;
}

function drawnEntry({ label, hint, disabled }: ListEntry, isActive: boolean): string {
  const beside = hint === undefined ? '' : ` ${styleText('dim', `(${hint})`)}`;
  if (disabled) return `${styleText('gray', S_RADIO_INACTIVE)} ${styleText('gray', label)}${beside}`;
  if (isActive) return `${styleText('green', S_RADIO_ACTIVE)} ${label}${beside}`;
  return `${styleText('dim', S_RADIO_INACTIVE)} ${styleText('dim', label)}`;
}
