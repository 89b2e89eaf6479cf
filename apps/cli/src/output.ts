/** What a command prints: text for people, or one JSON value per line for programs. */
export interface Output {
  readonly json: boolean;
  /** Something that happened: a line for people, an event for programs. */
  event(event: { readonly event: string } & Readonly<Record<string, unknown>>, text?: string): void;
  /** What was asked for: lines for people on stdout, the last JSON line for programs. */
  result(result: { readonly result: string } & Readonly<Record<string, unknown>>, text: string): void;
}

/** Output of a command: progress goes to stderr, results to stdout, so that results can be piped. */
export function makeOutput({ json }: { json: boolean }): Output {
  const printJson = (value: unknown) => void process.stdout.write(`${JSON.stringify(value)}\n`);
  return {
    json,
    event(event, text) {
      if (json) printJson(event);
      else if (text !== undefined) process.stderr.write(`${text}\n`);
    },
    result(result, text) {
      if (json) printJson(result);
      else process.stdout.write(`${text}\n`);
    },
  };
}
