import { styleText } from 'node:util';
import type { State } from '@clack/core';
import { S_BAR, S_BAR_END, symbol } from '@clack/prompts';
import { escapeWords } from './escape-words.ts';

/** What a field shows. */
export interface FieldState {
  readonly state: State;
  /** What is wrong with the answer, in the state `error`. */
  readonly error: string;
  /** What was typed, as it may be seen. */
  readonly shown: string;
  readonly hasBefore: boolean;
}

/** Returns the lines of a question for a text, as they stand on a terminal. */
export function drawnField(question: string, { state, error, shown, hasBefore }: FieldState): string {
  const head = `${styleText('gray', S_BAR)}\n${symbol(state)}  ${question}\n`;
  const line = (colour: 'gray' | 'cyan' | 'yellow', text: string) => `${styleText(colour, S_BAR)}  ${text}`;
  switch (state) {
    case 'submit':
      return `${head}${line('gray', styleText('dim', shown))}`;
    case 'cancel':
      return `${head}${line('gray', styleText(['strikethrough', 'dim'], shown))}`;
    case 'error':
      return `${head}${line('yellow', shown)}\n${styleText('yellow', `${S_BAR_END}  ${error}`)}\n`;
    default:
      return `${head}${line('cyan', shown)}\n${styleText('cyan', S_BAR_END)}  ${styleText('dim', escapeWords(hasBefore))}\n`;
  }
}
