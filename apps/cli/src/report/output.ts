import { foreignJson } from '@esp-prov/protocol';
import { fitting, type Lines, printable, tellPeople } from '../terminal/printable.ts';

/** An event as it is printed. */
export type OutputEvent = { readonly event: string } & Readonly<Record<string, unknown>>;

/** Other words for an event: lines, an empty text for silence, undefined for the usual words. */
export type EventWords = (event: OutputEvent) => Lines | undefined;

/** How a result is printed. */
export interface ResultOptions {
  /** Whether a text goes out as it is: one of our own with colours in it, or data for a program behind a pipe. */
  readonly raw?: boolean;
  /** Whether it is sentences, which a screen shows broken between words. */
  readonly prose?: boolean;
}

/** What a command prints: text for people, or one JSON value per line for programs. */
export interface Output {
  readonly json: boolean;
  /** Reports something that happened: a line for people, an event for programs. */
  event(event: OutputEvent, text?: Lines): void;
  /** Reports what was requested: lines for people on stdout, the last JSON line for programs. */
  result(
    result: { readonly result: string } & Readonly<Record<string, unknown>>,
    text: Lines,
    options?: ResultOptions,
  ): void;
}

/** The output of a whole command. */
export interface CommandOutput extends Output {
  /** Prints events, and the result beside it, in other words for people from here on. */
  useWords(words: EventWords): void;
}

/** Returns the output of a command: progress goes to stderr, results to stdout, so that results can be piped. */
export function makeOutput({ json }: { json: boolean }): CommandOutput {
  let words: EventWords = () => undefined;
  const printJson = (value: unknown) => void process.stdout.write(`${foreignJson(value)}\n`);
  const tell = (text: Lines | undefined) => {
    if (text) tellPeople(text);
  };
  return {
    json,
    event(event, text) {
      if (json) printJson(event);
      else tell(words(event) ?? text);
    },
    result(result, text, { raw = false, prose = false } = {}) {
      if (json) return printJson(result);
      tell(words({ ...result, event: result.result }));
      const shown = raw && typeof text === 'string' ? text : printable(text);
      process.stdout.write(`${prose ? fitting(shown, process.stdout) : shown}\n`);
    },
    useWords(other) {
      words = other;
    },
  };
}
