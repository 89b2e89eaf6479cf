import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { type Choice, type Prompter, rowNumber, type SelectOptions } from './prompter.ts';

/** Questions and answers line by line, for screen readers and for terminals that cannot draw. */
export class PlainPrompter implements Prompter {
  async secret(question: string, objection: (text: string) => string | undefined): Promise<string | undefined> {
    return await this.#until(`${question} (not shown): `, objection, { echo: false });
  }

  async text(question: string, objection: (text: string) => string | undefined): Promise<string | undefined> {
    return await this.#until(`${question}: `, objection, { echo: true });
  }

  async select<T>(
    question: string,
    choices: readonly Choice<T>[],
    { head, noun = 'one' }: SelectOptions<T>,
  ): Promise<Choice<T> | undefined> {
    const again = choices.find((choice) => choice.again);
    const numbered = choices.filter((choice) => choice !== again && !choice.disabled);
    say(question);
    if (head !== undefined) say(`S.N. ${head}`);
    for (const [index, { label }] of numbered.entries()) say(`${rowNumber(index)} ${label}`);
    const asked = `Select ${noun} by number${again ? ' (0 to rescan)' : ''} : `;
    for (;;) {
      const typed = await ask(asked, { echo: true });
      if (typed === undefined) return undefined;
      const number = /^\d+$/.test(typed.trim()) ? Number(typed) : -1;
      const chosen = number === 0 ? again : numbered[number - 1];
      if (chosen) return chosen;
      say('Invalid input! Retry');
    }
  }

  async #until(
    prompt: string,
    objection: (text: string) => string | undefined,
    how: { readonly echo: boolean },
  ): Promise<string | undefined> {
    for (;;) {
      const typed = await ask(prompt, how);
      const reason = typed === undefined ? undefined : objection(typed);
      if (reason === undefined) return typed;
      say(reason);
    }
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** One line that is typed; undefined for Ctrl-C and for the end of the input. */
function ask(prompt: string, { echo }: { readonly echo: boolean }): Promise<string | undefined> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  return new Promise((resolve) => {
    // A terminal that echoes does so by itself, without drawing; one that must not is read key by key.
    const lines = createInterface(
      echo
        ? { input: process.stdin, terminal: false }
        : { input: process.stdin, output: nowhere, terminal: true, historySize: 0 },
    );
    // Not before: keys that come at once would be echoed.
    process.stderr.write(prompt);
    const interrupted = () => lines.close();
    let typed: string | undefined;
    process.once('SIGINT', interrupted);
    lines.once('SIGINT', interrupted);
    lines.once('line', (line) => {
      typed = line;
      lines.close();
    });
    lines.once('close', () => {
      process.off('SIGINT', interrupted);
      if (!echo || typed === undefined) process.stderr.write('\n');
      resolve(typed);
    });
  });
}
