import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { printable, tellPeople } from './printable.ts';
import {
  type Answer,
  type AskOptions,
  type Choice,
  goBack,
  numbered,
  type Prompter,
  rowNumber,
  type SelectOptions,
  type TextOptions,
} from './prompter.ts';

/** Questions and answers line by line, for screen readers and for terminals that cannot draw. */
export class PlainPrompter implements Prompter {
  async secret(question: string, options: TextOptions): Promise<Answer<string>> {
    return await this.#until(`${question} (not shown): `, { ...options, echo: false });
  }

  async text(question: string, options: TextOptions): Promise<Answer<string>> {
    return await this.#until(`${question}: `, { ...options, echo: true });
  }

  async select<T>(
    question: string,
    choices: readonly Choice<T>[],
    { head, noun = 'one', signal, hasBefore }: SelectOptions<T> & AskOptions,
  ): Promise<Answer<Choice<T>>> {
    const again = choices.find((choice) => choice.again);
    const rows = numbered(choices);
    tellPeople(question);
    if (head !== undefined) tellPeople(`S.N. ${head}`);
    for (const [index, { label }] of rows.entries()) tellPeople(`${rowNumber(index)} ${label}`);
    tellPeople(`Type a number, or b to ${hasBefore ? 'go back' : 'stop'}.`);
    const asked = `Select ${noun} by number${again ? ' (0 to rescan)' : ''} : `;
    for (;;) {
      const typed = await ask(asked, { echo: true, signal });
      if (typeof typed !== 'string') return typed;
      if (/^b(ack)?$/i.test(typed.trim())) return goBack;
      const number = /^\d+$/.test(typed.trim()) ? Number(typed) : -1;
      const chosen = number === 0 ? again : rows[number - 1];
      if (chosen) return chosen;
      tellPeople('Invalid input! Retry');
    }
  }

  async #until(
    prompt: string,
    { objection, ...how }: TextOptions & { readonly echo: boolean },
  ): Promise<Answer<string>> {
    for (;;) {
      const typed = await ask(prompt, how);
      const reason = typeof typed === 'string' ? objection(typed) : undefined;
      if (reason === undefined) return typed;
      tellPeople(reason);
    }
  }
}

/** What a terminal that echoes by itself leaves of the key Esc in the line. */
const escapeCharacter = '\u001b';

/** Asks for one line; undefined for Ctrl-C, for the end of the input, and when the signal ends it; Esc leads back. */
function ask(
  prompt: string,
  { echo, signal }: { readonly echo: boolean; readonly signal: AbortSignal },
): Promise<Answer<string>> {
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
    let typed: Answer<string>;
    const escaped = (_: unknown, key?: { readonly name?: string }) => {
      if (key?.name !== 'escape') return;
      typed = goBack;
      lines.close();
    };
    if (!echo) process.stdin.on('keypress', escaped);
    signal.addEventListener('abort', interrupted, { once: true });
    lines.once('SIGINT', interrupted);
    lines.once('line', (line) => {
      typed = line.startsWith(escapeCharacter) ? goBack : line;
      lines.close();
    });
    lines.once('close', () => {
      process.stdin.off('keypress', escaped);
      signal.removeEventListener('abort', interrupted);
      if (!echo || typed === undefined) process.stderr.write('\n');
      resolve(typed);
    });
  });
}
