import type { Writable } from 'node:stream';
import { styleText } from 'node:util';
import { type State, wrapTextWithPrefix } from '@clack/core';
import { S_BAR, S_BAR_END, symbol, symbolBar } from '@clack/prompts';
import { escapeWords } from './escape-words.ts';

/** What a field shows. */
export interface FieldState {
  readonly state: State;
  /** What is wrong with the answer, in the state `error`. */
  readonly error: string;
  /** What was typed, as it may be seen. */
  readonly shown: string;
  readonly output: Writable;
  readonly hasBefore: boolean;
}

/** Returns the lines of a question for a text, as they stand on a terminal. */
export function drawnField(question: string, { state, error, shown, output, hasBefore }: FieldState): string {
  const asked = wrapTextWithPrefix(output, question, `${symbolBar(state)}  `, `${symbol(state)}  `);
  const head = `${styleText('gray', S_BAR)}\n${asked}\n`;
  const line = (colour: 'gray' | 'cyan' | 'yellow', text: string) => `${styleText(colour, S_BAR)}  ${text}`;
  switch (state) {
    case 'submit':
      return `${head}${line('gray', styleText('dim', shown))}`;
    case 'cancel':
      return `${head}${line('gray', styleText(['strikethrough', 'dim'], shown))}`;
    case 'error':
      return `${head}${line('yellow', shown)}\n${wrapTextWithPrefix(output, error, '   ', `${styleText('yellow', S_BAR_END)}  `, '', yellow)}\n`;
    default:
      return `${head}${line('cyan', shown)}\n${styleText('cyan', S_BAR_END)}  ${styleText('dim', escapeWords(hasBefore))}\n`;
  }
}

function yellow(text: string): string {
  return styleText('yellow', text);
}
