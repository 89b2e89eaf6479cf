import { ProvisioningError } from '@esp-prov/protocol';
import type { Command } from 'commander';
import { makeOutput } from './output.ts';

/** When an option does something. */
export interface OptionRule {
  /** The option as the user writes it, such as `--jobs`. */
  readonly flag: string;
  /** Whether it does nothing beside the other options. */
  readonly isIdle: (options: Readonly<Record<string, unknown>>) => boolean;
  /** What is wrong, behind the name of the option: `needs --batch`. */
  readonly why: string;
  /** Whether the run goes on: for options of esp_prov, which ignores them in silence. */
  readonly onlyWarns?: boolean;
}

/**
 * Refuses options of the command line that would do nothing, or warns about them. Those of the environment and of a QR
 * code are not meant for one run alone, and may do nothing.
 */
export function addOptionRules(command: Command, rules: readonly OptionRule[]): void {
  command.hook('preAction', (_, action) => {
    const options = action.opts<Record<string, unknown>>();
    for (const { flag, isIdle, why, onlyWarns = false } of rules) {
      if (!isWritten(action, flag) || !isIdle(options)) continue;
      if (!onlyWarns) throw new ProvisioningError('usage/invalid-option', `${flag} ${why}`);
      const text = `${flag} ${why}, so it is ignored`;
      makeOutput({ json: options['json'] === true }).event(
        { event: 'warning', option: flag, text },
        `warning: ${text}`,
      );
    }
  });
}

/** Refuses two options that say the opposite of each other; of one value the parser would let the last one win. */
export function addContradiction(command: Command, first: string, second: string): void {
  const given = new Set<string>();
  for (const flag of [first, second]) command.on(`option:${flag.replace(/^--/, '')}`, () => given.add(flag));
  command.hook('preAction', () => {
    if (given.size < 2) return;
    throw new ProvisioningError('usage/invalid-option', `${first} and ${second} cannot be given together`);
  });
}

/** Whether an option stands on the command line, itself or as its like that reads a file. */
function isWritten(command: Command, flag: string): boolean {
  const option = command.options.find(({ long }) => long === flag);
  if (!option || command.getOptionValueSource(option.attributeName()) !== 'cli') return false;
  // An option and its `--no-` share one value.
  return option.negate === (command.getOptionValue(option.attributeName()) === false);
}
