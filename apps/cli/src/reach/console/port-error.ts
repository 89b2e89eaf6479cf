import { fileFailure, ProvisioningError } from '@esp-prov/protocol';

/** Returns the error for a port that cannot be opened. */
export function portError(name: string, cause: unknown): ProvisioningError {
  const why = fileFailure(cause).replace(/\.$/, '');
  return new ProvisioningError('host/port-unusable', `the port ${name} cannot be opened: ${why}`, {
    cause,
    details: { port: name },
  });
}
