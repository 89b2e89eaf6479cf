import { resolve } from 'node:path';
import { ProvisioningError } from '@esp-prov/protocol';

/** Endings of what is written under the name of a report. */
const endings = ['csv', 'json', 'jsonl', 'lock'];

/**
 * Returns the name of a report without its ending, whether it was given with one or not.
 *
 * @throws ProvisioningError `usage/invalid-option` for a name under which the report would replace the list
 */
export function reportName({
  batch,
  report,
}: {
  readonly batch: string;
  readonly report?: string | undefined;
}): string {
  if (report === undefined) return `${batch.replace(/\.csv$/i, '')}.report`;
  const name = report.replace(/\.(csv|jsonl?)$/i, '');
  if (!endings.some((ending) => resolve(`${name}.${ending}`) === resolve(batch))) return name;
  const why = `--report would replace the list. Expected another name, for example ${name}.report`;
  throw new ProvisioningError('usage/invalid-option', why);
}
