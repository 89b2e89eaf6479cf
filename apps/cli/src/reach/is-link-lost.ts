import { isProvisioningError } from '@esp-prov/protocol';

/** Whether a link that was there has failed, and another one may do better. */
export function isLinkLost(error: unknown): boolean {
  return isProvisioningError(error, 'link/lost') || isProvisioningError(error, 'link/timeout');
}
