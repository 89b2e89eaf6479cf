import type { Command, Option } from 'commander';

/**
 * Arguments with option names in the spelling of this command: esp_prov writes `--service_name`, this command
 * `--service-name`. Values are left alone, whatever they look like.
 */
export function normalizeArguments(program: Command, args: readonly string[]): string[] {
  const options = withSubcommands(program).flatMap((command) => command.options);
  const takesValue = (name: string) =>
    options.some((option) => matches(option, name) && (option.required || option.optional));
  const normalized: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const argument = args[i] as string;
    if (argument === '--') return [...normalized, ...args.slice(i)];
    const [name = '', ...value] = argument.split('=');
    const spelled = name.startsWith('--') ? name.replace(/_/g, '-') : name;
    const known = options.some((option) => matches(option, spelled));
    normalized.push(known ? [spelled, ...value].join('=') : argument);
    if (known && value.length === 0 && takesValue(spelled) && i + 1 < args.length) normalized.push(args[++i] as string);
  }
  return normalized;
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

function matches(option: Option, name: string): boolean {
  return option.long === name || option.short === name;
}
