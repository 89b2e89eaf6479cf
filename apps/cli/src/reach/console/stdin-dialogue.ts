import type { Dialogue } from '@esp-prov/client';
import { ProvisioningError } from '@esp-prov/protocol';
import { printable } from '../../terminal/printable.ts';

/** Longest line that is read: far more than any answer of a device has digits. */
const longestLine = 1024 * 1024;

/** Streams of a process, or others in their place. */
export interface DialogueStreams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/**
 * The other side at the standard input, a person or a program. What is shown goes to stderr, since results go to
 * stdout. The input is read only while a question is open, so that other prompts can have it in between.
 */
export class StdinDialogue implements Dialogue {
  readonly #input: NodeJS.ReadableStream;
  readonly #output: NodeJS.WritableStream;
  #typed = '';
  #ended = false;
  #wake: () => void = () => undefined;

  constructor({ input, output }: DialogueStreams = { input: process.stdin, output: process.stderr }) {
    this.#input = input;
    this.#output = output;
    // Listened to from the beginning: the end may come while no question is open.
    const onEnd = () => {
      this.#ended = true;
      this.#wake();
    };
    input.on('end', onEnd).on('error', onEnd);
  }

  tell(line: string): void {
    this.#output.write(`${indented(line)}\n`);
  }

  async ask(
    prompt: string,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<string | undefined> {
    signal?.throwIfAborted();
    this.#output.write(indented(prompt));
    try {
      while (!this.#typed.includes('\n') && !this.#ended) {
        await this.#arrival(signal);
        if (this.#typed.length > longestLine) {
          throw new ProvisioningError('link/protocol', `a line of the input has more than ${longestLine} characters`);
        }
      }
    } catch (error) {
      // The cursor stands behind the prompt.
      this.#output.write('\n');
      throw error;
    }
    if (this.#typed === '') return undefined;
    const [line = ''] = this.#typed.split('\n', 1);
    this.#typed = this.#typed.slice(line.length + 1);
    return line.replace(/\r$/, '');
  }

  /** Waits for more input, or for its end. */
  #arrival(signal: AbortSignal | undefined): Promise<void> {
    const input = this.#input;
    return new Promise((resolve, reject) => {
      const settle = (action: () => void) => {
        input.off('data', onData);
        signal?.removeEventListener('abort', onAbort);
        input.pause();
        // A paused pipe is still read ahead, and would keep the process alive.
        hold(input, 'unref');
        action();
      };
      const onData = (bytes: Buffer | string) => {
        this.#typed += bytes.toString();
        settle(resolve);
      };
      const onAbort = () => settle(() => reject(signal?.reason));
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#wake = () => settle(resolve);
      input.on('data', onData);
      hold(input, 'ref');
      input.resume();
    });
  }
}

/** Whether the process stays alive for a stream; files have no say in it. */
function hold(input: NodeJS.ReadableStream & { ref?: () => void; unref?: () => void }, how: 'ref' | 'unref'): void {
  input[how]?.();
}

/** The tab in front is that of esp_prov's own lines and prompts. */
function indented(line: string): string {
  return line.startsWith('\t') ? `\t${printable(line.slice(1))}` : printable(line);
}
