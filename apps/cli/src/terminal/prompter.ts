/** One entry of a list to choose from. */
export interface Choice<T> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
  /** Shown, and not to be chosen. */
  readonly disabled?: boolean;
  /** Whether it repeats what has made the list: in a list of numbers it is number 0. */
  readonly again?: boolean;
}

/** What is answered by Esc: the user wants back to the question before. */
export const goBack: unique symbol = Symbol('back');

/** An answer; undefined when the user, or the signal, ends the run. */
export type Answer<T> = T | typeof goBack | undefined;

/** How a list is shown. */
export interface SelectOptions<T> {
  /** Head of a table of which each choice is a row, to be numbered. */
  readonly head?: string;
  /** What a row is called where it is chosen by its number, such as AP. */
  readonly noun?: string;
  /** Whether nothing before this list can be asked again, so that Esc ends the run. */
  readonly isEnd?: boolean;
  /** Where lists can be drawn again: is given the function that puts other choices in the place of the list. */
  readonly live?: (redraw: (choices: readonly Choice<T>[]) => void) => void;
}

/** Options of every question. */
export interface AskOptions {
  readonly signal: AbortSignal;
  /** Whether there is a question before this one, to which Esc leads. */
  readonly hasBefore: boolean;
}

/** Options of a question for a text. */
export interface TextOptions extends AskOptions {
  /** What is wrong with an answer; the question is repeated until nothing is. */
  readonly objection: (text: string) => string | undefined;
}

/** Asks the user at a terminal. */
export interface Prompter {
  /** Asks for a text that is not shown; one that was refused leaves nothing in the field. */
  secret(question: string, options: TextOptions): Promise<Answer<string>>;
  text(question: string, options: TextOptions): Promise<Answer<string>>;
  /** One of a list, picked by keys or by its number. */
  select<T>(
    question: string,
    choices: readonly Choice<T>[],
    options: SelectOptions<T> & AskOptions,
  ): Promise<Answer<Choice<T>>>;
}

/** Returns the choices that have numbers, in their order: 1 is the first. Number 0 is the one that repeats the list. */
export function numbered<T extends { readonly disabled?: boolean; readonly again?: boolean }>(
  choices: readonly T[],
): T[] {
  return choices.filter(({ disabled, again }) => !disabled && !again);
}

/** Returns the number of a row, as the scan table of esp_prov has it. */
export function rowNumber(index: number): string {
  return `[${String(index + 1).padStart(2)}]`;
}
