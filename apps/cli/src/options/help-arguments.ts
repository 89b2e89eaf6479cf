import { type Command, CommanderError } from 'commander';

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
    const below = commandOf(command, word);
    if (!below) break;
    path.push(word);
    command = below;
  }
  return args;
}

function namesBelow(start: Command, words: readonly string[]): readonly string[] {
  let command = start;
  const names = words.filter((word) => !/^-/.test(word));
  for (const name of names) {
    const below = commandOf(command, name);
    if (!below) throw unknown(command, name);
    command = below;
  }
  return names;
}

function commandOf(command: Command, name: string): Command | undefined {
  return command.commands.find((below) => below.name() === name || below.aliases().includes(name));
}

function unknown(command: Command, name: string): CommanderError {
  const names = command.commands.map((below) => below.name());
  const known = names.length > 0 ? `there are ${names.join(', ')}` : `${command.name()} has none below it`;
  return new CommanderError(2, 'commander.unknownCommand', `there is no command "${name.slice(0, 40)}"; ${known}`);
}
