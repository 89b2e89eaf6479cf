import { foreignText } from '@esp-prov/protocol';

/** One line of the serial port. */
export interface BootLine {
  /** Counts all lines since the page was opened. */
  readonly id: number;
  /** By the letter of the firmware's level; `plain` for what ROM and application print past the log. */
  readonly level: 'error' | 'warning' | 'info' | 'debug' | 'plain';
  /** Level, time and tag, as the firmware prints them in front. Empty for a plain line. */
  readonly head: string;
  readonly text: string;
}

/** Most lines that are kept; the oldest go first. */
export const mostBootLines = 2000;

/** Longest line in characters. */
const longestLine = 1000;

const levels = { E: 'error', W: 'warning', I: 'info', D: 'debug', V: 'debug' } as const;

/** The lines that a device has printed on its serial port, as text that is safe to show. */
export class BootLog {
  #lines: readonly BootLine[] = [];
  #printed = 0;

  /** The newest lines, the oldest first. The list never changes; another one takes its place. */
  get lines(): readonly BootLine[] {
    return this.#lines;
  }

  /** Takes what the device prints; line ends within it begin lines of their own. */
  print(text: string): void {
    const added = text.split('\n').map((line) => this.#read(line));
    this.#lines = [...this.#lines, ...added].slice(-mostBootLines);
  }

  /** Forgets all lines. */
  clear(): void {
    this.#lines = [];
  }

  /** Returns all lines as they were printed. */
  text(): string {
    return this.#lines.map(({ head, text }) => `${head}${text}\n`).join('');
  }

  #read(printed: string): BootLine {
    // Tabs stay: the firmware sets credentials off with them.
    const line = printed
      .slice(0, longestLine)
      .split('\t')
      .map((part) => foreignText(part, longestLine))
      .join('\t');
    const id = ++this.#printed;
    const [head, letter] = /^([EWIDV]) \(\d+\) [^:]{1,64}: /.exec(line) ?? [''];
    const level = letter === undefined ? 'plain' : levels[letter as keyof typeof levels];
    return { id, level, head, text: line.slice(head.length) };
  }
}
