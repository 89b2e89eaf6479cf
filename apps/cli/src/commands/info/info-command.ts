import type { Command } from 'commander';
import { addExamples } from '../../options/examples.ts';
import type { OptionRule } from '../../options/idle-option.ts';
import { addOptionRules } from '../../options/option-rules.ts';
import { addTimeoutOption, type BoundedOptions } from '../../reach/bounded.ts';
import { addReachOptions } from '../../reach/reach-options.ts';

/** Options of a session, which `info` does not open. */
const ofSessions: readonly OptionRule[] = [
  '--pop',
  '--no-pop',
  '--sec2-username',
  '--sec2-pwd',
  '--sec-ver',
  '--min-sec-ver',
].map((flag) => ({
  flag,
  isIdle: () => true,
  why: 'means nothing to info, which opens no session',
  onlyWarns: true,
}));

/** Adds `esp-prov info`: what a device says of itself, without a session. */
export function addInfoCommand(program: Command): void {
  const info = program.command('info').description('print what a device says of itself');
  const command = addTimeoutOption(addReachOptions(info));
  addOptionRules(command, ofSessions);
  command.action(async (options: BoundedOptions) => (await import('./info.ts')).info(options));
  addExamples(command, 'esp-prov info', 'esp-prov info --service-name 127.0.0.1:8080 --json');
}
