import { type Command, CommanderError, type Option } from 'commander';
import { commandBelow, defaultCommandName } from './options/command-names.ts';
import { espProvOptionsLike } from './options/esp-prov-names.ts';

/**
 * Returns arguments with the names of commands and options in the spelling of this command: `erase_flash` becomes
 * `erase-flash`, and esp_prov's `--service_name` and its abbreviation `--serv` become `--service-name`. Values are left
 * alone, whatever they look like. An abbreviation is looked for among the options of esp_prov only, so that an option
 * which esp_prov lacks makes none ambiguous.
 *
 * @throws CommanderError for an abbreviation of several options of esp_prov
 */
export function normalizeArguments(program: Command, args: readonly string[]): string[] {
  const byDefault = program.commands.find((command) => command.name() === defaultCommandName) ?? program;
  let command = program;
  let mayNameCommand = true;
  const normalized: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const argument = args[i] as string;
    if (argument === '--') return [...normalized, ...args.slice(i)];
    if (!argument.startsWith('-')) {
      const below: Command | undefined = mayNameCommand ? commandBelow(command, argument) : undefined;
      normalized.push(below?.name() ?? argument);
      mayNameCommand = below !== undefined;
      command = below ?? command;
      continue;
    }
    const [name = '', ...value] = argument.split('=');
    // Options before any command are those of the default one, but for the few of the program itself.
    if (command === program && !optionOf(program, name)) [command, mayNameCommand] = [byDefault, false];
    const spelled = spelledOption(command, name);
    const option = optionOf(command, spelled);
    normalized.push([spelled, ...value].join('='));
    const takesNext = option && (option.required || option.optional) && value.length === 0;
    if (takesNext && i + 1 < args.length) normalized.push(args[++i] as string);
  }
  return normalized;
}

function optionOf(command: Command, name: string): Option | undefined {
  return command.options.find((option) => option.long === name || option.short === name);
}

/**
 * Returns an option as the command has it; what it does not have stays as it was typed, and is named so in an error.
 */
function spelledOption(command: Command, name: string): string {
  const spelled = name.startsWith('--') ? name.replaceAll('_', '-') : name;
  if (optionOf(command, spelled)) return spelled;
  const likely = optionOf(command, '--service-name') ? espProvOptionsLike(spelled) : [];
  if (likely.length > 1) {
    throw new CommanderError(2, 'commander.ambiguousOption', `${name} is ambiguous: it could be ${likely.join(', ')}`);
  }
  const [only] = likely;
  return only !== undefined && (only === '--help' || optionOf(command, only)) ? only : name;
}
