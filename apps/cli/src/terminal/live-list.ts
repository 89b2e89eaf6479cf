import { displayWidth, fitted } from './display-width.ts';
import { printable } from './printable.ts';

/** Lines that are drawn again in their place while they change. */
export interface LiveList {
  /** Whether anything is drawn at all. */
  readonly live: boolean;
  show(lines: readonly string[]): void;
  /** Takes the lines away. */
  clear(): void;
}

/** Clear what stood behind a line, and below the last one. */
const toLineEnd = '\u001b[K';
const toScreenEnd = '\u001b[J';

/** Returns a list on a terminal; elsewhere, and where it is not to be shown, it draws nothing. */
export function liveList(terminal: NodeJS.WriteStream, { shown }: { readonly shown: boolean }): LiveList {
  const live = shown && Boolean(terminal.isTTY);
  let drawn: readonly string[] = [];
  const clear = () => {
    if (drawn.length > 0) terminal.write(`\u001b[${drawn.length}A\r${toScreenEnd}`);
    drawn = [];
  };
  return {
    live,
    show(lines) {
      if (!live) return;
      // A line that wraps would take two places.
      const width = Math.max(1, (terminal.columns || 80) - 1);
      const fitting = lines.map(printable).map((line) => (displayWidth(line) > width ? fitted(line, width) : line));
      const visible = fitting.slice(0, Math.max(1, (terminal.rows || 24) - 1));
      if (visible.join('\n') === drawn.join('\n')) return;
      // Over the lines that stand there: some terminals keep lines that are cleared among those that have scrolled by.
      const start = drawn.length > 0 ? `\u001b[${drawn.length}A\r` : '';
      terminal.write(
        `${start}${visible.map((line) => `${line}${start && toLineEnd}\n`).join('')}${start && toScreenEnd}`,
      );
      drawn = visible;
    },
    clear,
  };
}
