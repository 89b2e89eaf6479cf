import { ProvisioningError } from '@esp-prov/protocol';

/** Longest line that is kept: digits of as many bytes as are read of an answer over HTTP. */
const maxLine = 512 * 1024;

/** Characters of an unfinished line that are looked at: a prompt is shorter, even with colours before it. */
const maxRest = 256;

// Colours of log lines.
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
const colour = /\u001b\[[0-9;]{0,16}m/g;

/** Beginning of a line of the log, also where it was printed into the middle of another: `I (1045) tag: text`. */
const logLine = /[EWIDV] \([\d:. -]{1,32}\) /;

/**
 * Parts what comes over a console into lines, and leaves out the log of the device with its colours. A line into which
 * the log has printed one of its own is put together again. Nothing is kept but the line that is not whole yet.
 */
export class ConsoleLines {
  /** What of the present line came before the log had its say. */
  #before = '';
  /** The present line as it came, in pieces: what comes one by one is looked at once. */
  #pieces: string[] = [];
  #length = 0;

  /** Returns the lines that became whole by `text`. @throws ProvisioningError `link/protocol` for an endless line */
  push(text: string): string[] {
    const [first = '', ...more] = text.split('\n');
    this.#add(first);
    const lines: string[] = [];
    for (const piece of more) {
      const line = this.#take();
      if (line !== undefined) lines.push(line);
      this.#add(piece);
    }
    return lines;
  }

  /** The beginning of the line that is not whole yet; empty where it is too long to be a prompt. */
  get rest(): string {
    if (this.#length + this.#before.length > maxRest) return '';
    return this.#before + plain(this.#pieces.join(''));
  }

  #add(piece: string): void {
    if (piece === '') return;
    this.#length += piece.length;
    if (this.#length + this.#before.length > maxLine) {
      throw new ProvisioningError('link/protocol', `the console prints a line of more than ${maxLine} characters`);
    }
    this.#pieces.push(piece);
  }

  /** Returns the whole line; undefined where its end belongs to the log. */
  #take(): string | undefined {
    const line = plain(this.#pieces.join(''));
    this.#pieces = [];
    this.#length = 0;
    const log = line.search(logLine);
    if (log >= 0) {
      this.#before += line.slice(0, log);
      return undefined;
    }
    const whole = this.#before + line;
    this.#before = '';
    return whole;
  }
}

function plain(text: string): string {
  return text.replaceAll('\r', '').replace(colour, '');
}
