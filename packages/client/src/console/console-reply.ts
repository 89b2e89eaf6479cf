import { type Bytes, fromHex } from '@esp-prov/protocol';
import { ConsoleLines } from './console-lines.ts';

/** What a console has said to a command so far. */
export type ConsoleReply =
  | { readonly kind: 'pending' }
  | { readonly kind: 'answer'; readonly bytes: Bytes }
  /** The next prompt came without an answer. */
  | { readonly kind: 'refused' }
  /** The boot log of a chip that has been restarted. */
  | { readonly kind: 'restarted' };

/** The prompt of the console, which stands at the start of a line. */
const prompt = '>> ';

/** First lines of a boot log. esp32: ROM */
const bootLine = /^(ets [A-Z][a-z]{2} |rst:0x|ESP-ROM:)/;

/** Blank lines up to the prompt when the answer has no bytes: before it, itself, before the prompt. */
const blankLinesOfEmptyAnswer = 3;

/**
 * What the characters since `command` was sent mean. The console echoes the command; then it prints a line of
 * hexadecimal digits, or nothing; then its prompt. The log of the device may come at any moment.
 */
export class ConsoleReplyReader {
  readonly #lines: AnswerLines;
  #blank = 0;
  #reply: ConsoleReply = { kind: 'pending' };

  constructor(command: string) {
    this.#lines = new AnswerLines(command);
  }

  /** Returns what it means up to these characters. @throws ProvisioningError `link/protocol` for an endless line */
  push(text: string): ConsoleReply {
    if (this.#reply.kind !== 'pending') return this.#reply;
    for (const line of this.#lines.push(text)) {
      this.#reply = this.#read(line);
      if (this.#reply.kind !== 'pending') return this.#reply;
    }
    // Only the prompt never becomes a whole line.
    if (this.#lines.rest.startsWith(prompt)) this.#reply = this.#prompted();
    return this.#reply;
  }

  #read(line: string): ConsoleReply {
    if (line.startsWith(prompt)) return this.#prompted();
    if (bootLine.test(line)) return { kind: 'restarted' };
    if (line.length % 2 === 0 && /^[0-9a-f]+$/i.test(line)) return { kind: 'answer', bytes: fromHex(line) };
    if (line === '') this.#blank++;
    return { kind: 'pending' };
  }

  #prompted(): ConsoleReply {
    if (this.#blank >= blankLinesOfEmptyAnswer) return { kind: 'answer', bytes: new Uint8Array(0) };
    return { kind: 'refused' };
  }
}

/** Whether the console has echoed a word and shows its prompt again. */
export class ConsoleReadiness {
  readonly #lines: AnswerLines;
  #ready = false;

  constructor(word: string) {
    this.#lines = new AnswerLines(word);
  }

  /** Whether it has up to these characters. @throws ProvisioningError `link/protocol` for an endless line */
  push(text: string): boolean {
    for (const line of this.#lines.push(text)) this.#ready ||= line.startsWith(prompt);
    this.#ready ||= this.#lines.rest.startsWith(prompt);
    return this.#ready;
  }
}

/** The lines behind the echo of a command. */
class AnswerLines {
  readonly #command: string;
  readonly #lines = new ConsoleLines();
  #echoed = false;

  constructor(command: string) {
    this.#command = command;
  }

  push(text: string): string[] {
    const behind: string[] = [];
    for (const line of this.#lines.push(text)) {
      if (this.#echoed) behind.push(line);
      else this.#echoed = line.endsWith(this.#command);
    }
    return behind;
  }

  /** The beginning of a line that is not whole yet. */
  get rest(): string {
    return this.#echoed ? this.#lines.rest : '';
  }
}
