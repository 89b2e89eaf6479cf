import { type Command, Option } from 'commander';
import { parseSeconds, type ReachOptions } from './reach-options.ts';

/** Options of a command whose time can be bounded as a whole. */
export interface BoundedOptions extends ReachOptions {
  readonly timeout?: number;
}

/** Adds the longest time for a whole command. */
export function addTimeoutOption(command: Command): Command {
  const text = 'longest time for all of it; left out, each answer has its own';
  return command.addOption(new Option('--timeout <seconds>', text).argParser(parseSeconds));
}
