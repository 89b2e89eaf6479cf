import { ProvisioningError } from '@esp-prov/protocol';

/** The error for a port that cannot be opened. */
export function portError(name: string, cause: unknown): ProvisioningError {
  const why = cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : String(cause);
  return new ProvisioningError('host/port-unusable', `the port ${name} cannot be opened: ${why.replace(/\.$/, '')}`, {
    cause,
    details: { port: name },
  });
}
