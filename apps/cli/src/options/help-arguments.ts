import type { Command } from 'commander';
import { commandBelow, unknownCommand } from './command-names.ts';

/**
 * Arguments in which `help flash nvs list` and `flash help nvs list` are `flash nvs list --help`: the parser itself takes
 * one name behind `help`, and shows the page of another command for a longer path.
 *
 * @throws CommanderError for a command that there is none of, as the parser does: help loads nothing else
 */
export function helpArguments(program: Command, args: readonly string[]): readonly string[] {
  let command = program;
  const path: string[] = [];
  for (const [i, word] of args.entries()) {
    if (word === 'help' && command.commands.length > 0)
      return [...path, ...namesBelow(command, args.slice(i + 1)), '--help'];
    const below = commandBelow(command, word);
    if (!below) break;
    path.push(word);
    command = below;
  }
  return args;
}

function namesBelow(start: Command, words: readonly string[]): readonly string[] {
  let command = start;
  const names: string[] = [];
  for (const word of words.filter((each) => !each.startsWith('-'))) {
    const below = commandBelow(command, word);
    if (!below) throw unknownCommand(command, word);
    names.push(below.name());
    command = below;
  }
  return names;
}
