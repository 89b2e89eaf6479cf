import { displayWidth } from './display-width.ts';

/** Narrower screens leave no room for an indentation and words behind it. */
const narrowest = 20;

/** What the further lines stand behind: a mark, the point of a list, a first column of one word, or just spaces. */
const hanging = /^(?:error: |warning: |[^\s]+ {2,}| *(?:- )?)/;

/**
 * Returns a line as lines of a width, broken between words and indented as it begins. What is longer than a line stays
 * whole, and so does a command of ours: a terminal copies the lines that it breaks itself as one.
 */
export function wrapped(line: string, width: number): string[] {
  if (width < narrowest || displayWidth(line) <= width) return [line];
  const [before = ''] = hanging.exec(line) ?? [];
  const indent = ' '.repeat(Math.min(before.length, Math.floor(width / 2)));
  const lines: string[] = [];
  let current = before;
  let isEmpty = true;
  for (const unit of units(line.slice(before.length))) {
    if (!isEmpty && displayWidth(current) + displayWidth(unit.trimEnd()) > width) {
      lines.push(current.trimEnd());
      current = indent;
    }
    current += unit;
    isEmpty = false;
  }
  return [...lines, current.trimEnd()];
}

/**
 * Words with the spaces behind them, and with signs that stand alone there; of a command with all its words, up to the
 * end of the clause or to the next command.
 */
function units(text: string): string[] {
  const found: string[] = [];
  let command: string | undefined;
  for (const [word] of text.matchAll(/\S+\s*(?:[^\s\p{L}\p{N}]{1,8}(?:\s+|$))*/gu)) {
    if (command !== undefined && /^(?:and|or)\s/.test(word)) {
      found.push(command);
      command = undefined;
    }
    const isBegin = command === undefined && /^["“]?esp-prov\s/.test(word);
    if (!isBegin && command === undefined) {
      found.push(word);
      continue;
    }
    command = `${command ?? ''}${word}`;
    if (!/[.,;)”]\s*$/.test(word)) continue;
    found.push(command);
    command = undefined;
  }
  return command === undefined ? found : [...found, command];
}
