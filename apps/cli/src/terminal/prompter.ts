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

/** How a list is shown. */
export interface SelectOptions<T> {
  /** Head of a table of which each choice is a row, to be numbered. */
  readonly head?: string;
  /** What a row is called where it is chosen by its number, such as AP. */
  readonly noun?: string;
  /** Where lists can be drawn again: is given the function that puts other choices in the place of the list. */
  readonly live?: (redraw: (choices: readonly Choice<T>[]) => void) => void;
}

/** How a text is asked for. */
export interface TextOptions {
  /** What is wrong with an answer; it is asked for until nothing is. */
  readonly objection: (text: string) => string | undefined;
  readonly signal: AbortSignal;
}

/** Asks somebody at a terminal; every answer is undefined when that person, or the signal, wants to end the run. */
export interface Prompter {
  /** A text that is not shown. */
  secret(question: string, options: TextOptions): Promise<string | undefined>;
  text(question: string, options: TextOptions): Promise<string | undefined>;
  select<T>(
    question: string,
    choices: readonly Choice<T>[],
    options: SelectOptions<T> & { readonly signal: AbortSignal },
  ): Promise<Choice<T> | undefined>;
}

/** The number of a row, as the scan table of esp_prov has it. */
export function rowNumber(index: number): string {
  return `[${String(index + 1).padStart(2)}]`;
}
