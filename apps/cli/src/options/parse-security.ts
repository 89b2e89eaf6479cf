import { type SecurityVersion, securityVersions } from '@esp-prov/protocol';
import { InvalidArgumentError } from 'commander';

/** The numbers of the security schemes as text, for help and completion. */
export const securityChoices: readonly string[] = securityVersions.map(String);

/** Returns the number of the security scheme that an option names. */
export function parseSecurity(text: string): SecurityVersion {
  const found = securityVersions.find((version) => text === String(version));
  if (found === undefined)
    throw new InvalidArgumentError(
      `Expected ${securityChoices.slice(0, -1).join(', ')} or ${securityChoices.at(-1)}, for example 1.`,
    );
  return found;
}
