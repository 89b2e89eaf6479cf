import type { SecurityVersion } from '@esp-prov/protocol';
import { InvalidArgumentError } from 'commander';

// A record, so that the compiler asks for a scheme that is missing here: protocol itself is loaded when it is needed.
const schemes: Readonly<Record<SecurityVersion, true>> = { 0: true, 1: true, 2: true };

/** The numbers of the security schemes as text, for help and completion. */
export const securityChoices: readonly string[] = Object.keys(schemes);

/** Returns the number of the security scheme that an option names. */
export function parseSecurity(text: string): SecurityVersion {
  if (securityChoices.includes(text)) return Number(text) as SecurityVersion;
  const choices = `${securityChoices.slice(0, -1).join(', ')} or ${securityChoices.at(-1)}`;
  throw new InvalidArgumentError(`Expected ${choices}, for example 1.`);
}
