import { ProvisioningError } from '@esp-prov/protocol';
import { makeOutput } from '../report/output.ts';

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
