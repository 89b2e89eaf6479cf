import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { printable, tellPeople } from './printable.ts';
import { type Choice, type Prompter, rowNumber, type SelectOptions, type TextOptions } from './prompter.ts';

/** Questions and answers line by line, for screen readers and for terminals that cannot draw. */
export class PlainPrompter implements Prompter {
  async secret(question: string, options: TextOptions): Promise<string | undefined> {
    return await this.#until(`${question} (not shown): `, { ...options, echo: false });
  }

  async text(question: string, options: TextOptions): Promise<string | undefined> {
    return await this.#until(`${question}: `, { ...options, echo: true });
  }

  async select<T>(
    question: string,
    choices: readonly Choice<T>[],
    { head, noun = 'one', signal }: SelectOptions<T> & { readonly signal: AbortSignal },
  ): Promise<Choice<T> | undefined> {
    const again = choices.find((choice) => choice.again);
    const numbered = choices.filter((choice) => choice !== again && !choice.disabled);
    tellPeople(question);
    if (head !== undefined) tellPeople(`S.N. ${head}`);
    for (const [index, { label }] of numbered.entries()) tellPeople(`${rowNumber(index)} ${label}`);
    const asked = `Select ${noun} by number${again ? ' (0 to rescan)' : ''} : `;
    for (;;) {
      const typed = await ask(asked, { echo: true, signal });
      if (typed === undefined) return undefined;
      const number = /^\d+$/.test(typed.trim()) ? Number(typed) : -1;
      const chosen = number === 0 ? again : numbered[number - 1];
      if (chosen) return chosen;
      tellPeople('Invalid input! Retry');
    }
  }

  async #until(
    prompt: string,
    { objection, ...how }: TextOptions & { readonly echo: boolean },
  ): Promise<string | undefined> {
    for (;;) {
      const typed = await ask(prompt, how);
      const reason = typed === undefined ? undefined : objection(typed);
      if (reason === undefined) return typed;
      tellPeople(reason);
    }
  }
}

/** One line that is typed; undefined for Ctrl-C, for the end of the input, and when the signal ends it. */
function ask(
  prompt: string,
  { echo, signal }: { readonly echo: boolean; readonly signal: AbortSignal },
): Promise<string | undefined> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  return new Promise((resolve) => {
    // A terminal that echoes does so by itself, without drawing; one that must not is read key by key.
    const lines = createInterface(
      echo
        ? { input: process.stdin, terminal: false }
        : { input: process.stdin, output: nowhere, terminal: true, historySize: 0 },
    );
    // Not before: keys that come at once would be echoed.
    process.stderr.write(printable(prompt));
    const interrupted = () => lines.close();
    let typed: string | undefined;
    signal.addEventListener('abort', interrupted, { once: true });
    lines.once('SIGINT', interrupted);
    lines.once('line', (line) => {
      typed = line;
      lines.close();
    });
    lines.once('close', () => {
      signal.removeEventListener('abort', interrupted);
      if (!echo || typed === undefined) process.stderr.write('\n');
      resolve(typed);
    });
  });
}
