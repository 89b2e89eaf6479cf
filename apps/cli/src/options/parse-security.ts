import { type SecurityVersion, securityVersions } from '@esp-prov/protocol';
import { InvalidArgumentError } from 'commander';

/** The numbers of the security schemes as text, for help and completion. */
export const securityChoices: readonly string[] = securityVersions.map(String);

/** The number of a security scheme that an option names. */
export function parseSecurity(text: string): SecurityVersion {
  const found = securityVersions.find((version) => text === String(version));
  if (found === undefined) throw new InvalidArgumentError(`Expected ${securityChoices.join(', ')}, for example 1.`);
  return found;
}
