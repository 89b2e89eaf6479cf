import { buffer } from 'node:stream/consumers';
import { ProvisioningError } from '@esp-prov/protocol';

let reader: string | undefined;

/**
 * All of standard input.
 *
 * @param wantedBy - what it is read for, as the user knows it
 * @throws ProvisioningError `usage/invalid-option` when something else has read it already
 */
export async function readStandardInput(wantedBy: string): Promise<Buffer> {
  if (reader !== undefined) {
    throw new ProvisioningError('usage/invalid-option', `standard input is read for ${reader}, so not for ${wantedBy}`);
  }
  reader = wantedBy;
  return await buffer(process.stdin);
}
