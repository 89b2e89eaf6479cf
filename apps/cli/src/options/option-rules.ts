import type { Command } from 'commander';
import type { OptionRule } from './idle-option.ts';

/**
 * Refuses options of the command line that would do nothing, or warns about them. Those of the environment and of a QR
 * code are not meant for one run alone, and may do nothing.
 */
export function addOptionRules(command: Command, rules: readonly OptionRule[]): void {
  command.hook('preAction', async (owner, action) => {
    if (action !== owner) return;
    const options = action.opts<Record<string, unknown>>();
    const idle = rules.filter(({ flag, isIdle }) => isWritten(action, flag) && isIdle(options));
    if (idle.length === 0) return;
    const { tellIdle } = await import('./idle-option.ts');
    for (const rule of idle) tellIdle(rule, { json: options['json'] === true });
  });
}

/** Refuses two options that say the opposite of each other; of one value the parser would let the last one win. */
export function addContradiction(command: Command, first: string, second: string): void {
  const given = new Set<string>();
  for (const flag of [first, second]) command.on(`option:${flag.replace(/^--/, '')}`, () => given.add(flag));
  command.hook('preAction', async () => {
    if (given.size === 2) (await import('./idle-option.ts')).refuseContradiction(first, second);
  });
}

/** Whether an option stands on the command line, itself or as its like that reads a file. */
function isWritten(command: Command, flag: string): boolean {
  const option = command.options.find(({ long }) => long === flag);
  if (!option || command.getOptionValueSource(option.attributeName()) !== 'cli') return false;
  // An option and its `--no-` share one value.
  return option.negate === (command.getOptionValue(option.attributeName()) === false);
}
