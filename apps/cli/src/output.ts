import { printable } from './printable.ts';

/** An event as it is told. */
export type OutputEvent = { readonly event: string } & Readonly<Record<string, unknown>>;

/** Other words for an event: lines, an empty text for silence, undefined for the usual words. */
export type EventWords = (event: OutputEvent) => string | undefined;

/** What a command prints: text for people, or one JSON value per line for programs. */
export interface Output {
  readonly json: boolean;
  /** Something that happened: a line for people, an event for programs. */
  event(event: OutputEvent, text?: string): void;
  /** What was asked for: lines for people on stdout, the last JSON line for programs. */
  result(result: { readonly result: string } & Readonly<Record<string, unknown>>, text: string): void;
}

/** The output of a whole command. */
export interface CommandOutput extends Output {
  /** Tells people of events, and of the result beside it, in other words from here on. */
  useWords(words: EventWords): void;
}

/** Output of a command: progress goes to stderr, results to stdout, so that results can be piped. */
export function makeOutput({ json }: { json: boolean }): CommandOutput {
  let words: EventWords = () => undefined;
  const printJson = (value: unknown) => void process.stdout.write(`${JSON.stringify(value)}\n`);
  const tell = (text: string | undefined) => {
    if (text) process.stderr.write(`${text.split('\n').map(printable).join('\n')}\n`);
  };
  return {
    json,
    event(event, text) {
      if (json) printJson(event);
      else tell(words(event) ?? text);
    },
    result(result, text) {
      if (json) return printJson(result);
      tell(words({ ...result, event: result.result }));
      process.stdout.write(`${text}\n`);
    },
    useWords(other) {
      words = other;
    },
  };
}
