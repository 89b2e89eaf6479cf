import type { Command } from 'commander';

const known = new WeakMap<Command, readonly string[]>();

/** Adds examples to the help of a command: whole command lines that fit into 80 columns. */
export function addExamples(command: Command, ...lines: readonly string[]): Command {
  known.set(command, lines);
  return command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`);
}

/** Returns the examples of a command, as they were added. */
export function examplesOf(command: Command): readonly string[] {
  return known.get(command) ?? [];
}
