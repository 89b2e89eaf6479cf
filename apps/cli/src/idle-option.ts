import { ProvisioningError } from '@esp-prov/protocol';
import type { OptionRule } from './option-rules.ts';
import { makeOutput } from './output.ts';

/**
 * Refuses an option that would do nothing, or warns about it.
 *
 * @throws ProvisioningError `usage/invalid-option`
 */
export function tellIdle({ flag, why, onlyWarns = false }: OptionRule, { json }: { json: boolean }): void {
  if (!onlyWarns) throw new ProvisioningError('usage/invalid-option', `${flag} ${why}`);
  const text = `${flag} ${why}, so it is ignored`;
  makeOutput({ json }).event({ event: 'warning', option: flag, text }, `warning: ${text}`);
}

/** @throws ProvisioningError `usage/invalid-option`, as two options say the opposite of each other */
export function refuseContradiction(first: string, second: string): never {
  throw new ProvisioningError('usage/invalid-option', `${first} and ${second} cannot be given together`);
}
