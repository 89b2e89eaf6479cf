import type { Command } from 'commander';

/** Headings of a help, each with the options below it by their long names. */
export type OptionGroups = Readonly<Record<string, readonly string[]>>;

/**
 * Puts options of a command under headings of its help. An option that reads a secret from a file stands with the secret;
 * what no heading names stays under `Options:`.
 */
export function groupOptions(command: Command, groups: OptionGroups): Command {
  const headings = new Map(Object.entries(groups).flatMap(([heading, names]) => names.map((name) => [name, heading])));
  for (const option of command.createHelp().visibleOptions(command)) {
    const { long } = option;
    const heading = headings.get(long ?? '') ?? headings.get(long?.replace(/-file$/, '') ?? '');
    if (heading !== undefined) option.helpGroup(heading);
  }
  return command;
}
