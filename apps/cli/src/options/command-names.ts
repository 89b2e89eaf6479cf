import { type Command, CommanderError } from 'commander';
import { nearest, suggestion } from './nearest.ts';

/** The command that runs where none is named. */
export const defaultCommandName = 'provision';

/** Characters of a mistyped name that are repeated. */
const longestName = 40;

/** Returns the command of a name below another one; `erase_flash` is `erase-flash`. */
export function commandBelow(command: Command, name: string): Command | undefined {
  const spelled = name.replaceAll('_', '-');
  return command.commands.find((below) =>
    [below.name(), ...below.aliases()].some((known) => known === name || known === spelled),
  );
}

/** Returns the command that arguments address by their first words; the default one where they begin with its options. */
export function addressedCommand(program: Command, args: readonly string[]): Command {
  let command = program;
  for (const word of args) {
    const below = commandBelow(command, word);
    if (!below) break;
    command = below;
  }
  const [first = ''] = args;
  const isByDefault = command === program && first.startsWith('-') && !/^(-h|--help|--version)$/.test(first);
  return isByDefault ? (commandBelow(program, defaultCommandName) ?? program) : command;
}

/** Returns the words by which a command is called, such as `esp-prov flash nvs list`. */
export function calledAs(command: Command): string {
  return command.parent ? `${calledAs(command.parent)} ${command.name()}` : command.name();
}

/**
 * Passes for arguments whose first words name a command, or none. A word in the place of a command is nothing else: the
 * default command takes no arguments but options.
 *
 * @throws CommanderError for another word, with the names that it may stand for
 */
export function requireKnownCommand(program: Command, args: readonly string[]): void {
  let command = program;
  for (const word of args) {
    if (word.startsWith('-') || command.commands.length === 0) return;
    const below = commandBelow(command, word);
    if (!below && command.registeredArguments.length > 0) return;
    if (!below) throw unknownCommand(command, word);
    command = below;
  }
}

/**
 * Returns the error for a name that no command has. A word that is like none may be half of a secret without quotes, and
 * is not repeated.
 */
export function unknownCommand(command: Command, name: string): CommanderError {
  const names = [...command.commands.map((below) => below.name()), 'help'];
  const near = command.commands.length === 0 ? [] : nearest(name, names);
  const text =
    near.length > 0
      ? `there is no command "${name.slice(0, longestName)}"${suggestion(near)}`
      : `there is no command of that name. ${listed(command)}`;
  return new CommanderError(2, 'commander.unknownCommand', text);
}

function listed(command: Command): string {
  const names = command.commands.map((below) => below.name()).join(', ');
  if (names === '') return `The command ${command.name()} has none below it`;
  return command.parent
    ? `The commands of ${command.name()} are ${names}`
    : `The commands are ${names}. A value with spaces needs quotes`;
}
