import { ProvisioningError } from '@esp-prov/protocol';

/**
 * Passes for the status 0.
 *
 * @param names - the names of the statuses of this endpoint
 * @throws ProvisioningError `device/status`
 */
export function requireVendorSuccess(endpoint: string, names: Readonly<Record<string, number>>, status: number): void {
  if (status === 0) return;
  const name = Object.entries(names).find(([, value]) => value === status)?.[0];
  const shown = name === undefined ? String(status) : `${status} (${name})`;
  throw new ProvisioningError('device/status', `the device refused a request to ${endpoint}: status ${shown}`, {
    details: { endpoint, status },
  });
}

/**
 * Passes for an answer to the command that was sent.
 *
 * @throws ProvisioningError `message/unexpected` for the number of another one
 */
export function requireAnswerTo(endpoint: string, command: number, received: number): void {
  if (received === command + 1) return;
  const text = `${endpoint}: the answer to command ${command} has the number ${received} instead of ${command + 1}`;
  throw new ProvisioningError('message/unexpected', text, { details: { endpoint, command, received } });
}
