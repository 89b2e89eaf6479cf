import { createInterface, type Interface } from 'node:readline';
import { isPlain } from '../../terminal/prompts.ts';
import type { LineSource } from './line-source.ts';

/** Lines that are typed at a terminal behind a prompt, with a history of those before. */
export class TypedLines implements LineSource {
  readonly isTyped = true;
  readonly #lines: Interface;
  readonly #typed: string[] = [];
  #ended = false;
  #waits = false;
  #wake: () => void = () => undefined;

  constructor(prompt: string) {
    process.stdin.ref();
    // A terminal that cannot draw echoes by itself.
    this.#lines = createInterface({ input: process.stdin, output: process.stderr, terminal: !isPlain(), prompt });
    this.#lines.on('line', (line) => {
      this.#typed.push(line);
      this.#wake();
    });
    this.#lines.once('close', () => {
      this.#ended = true;
      this.#wake();
    });
    // Keys are read one by one, so Ctrl-C is one of them: the run ends as by the signal.
    this.#lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  }

  async next(): Promise<string | undefined> {
    if (this.#typed.length === 0 && !this.#ended) {
      this.#waits = true;
      this.#lines.prompt();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#waits = false;
    }
    return this.#typed.shift();
  }

  beside(print: () => void): void {
    if (!this.#waits) return print();
    process.stderr.write('\n');
    print();
    this.#lines.prompt(true);
  }

  [Symbol.dispose](): void {
    // The cursor stands behind the prompt.
    if (this.#waits || this.#ended) process.stderr.write('\n');
    this.#lines.close();
  }
}
