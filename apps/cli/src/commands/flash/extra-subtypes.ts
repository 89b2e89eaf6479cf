import { type ExtraSubtype, NvsError, parseExtraSubtype } from '@esp-prov/nvs';
import { ProvisioningError } from '@esp-prov/protocol';
import type { SubtypeOptions } from '../../options/table-options.ts';

/**
 * Returns the words of a project that the options name.
 *
 * @throws ProvisioningError `usage/invalid-option`
 */
export function extraSubtypesOf({ extraPartitionSubtypes = [] }: SubtypeOptions): readonly ExtraSubtype[] {
  const known: ExtraSubtype[] = [];
  for (const text of extraPartitionSubtypes) {
    try {
      known.push(parseExtraSubtype(text, known));
    } catch (cause) {
      if (!(cause instanceof NvsError)) throw cause;
      throw new ProvisioningError('usage/invalid-option', `--extra-partition-subtypes: ${cause.message}`, { cause });
    }
  }
  return known;
}
