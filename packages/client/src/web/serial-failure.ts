import { ProvisioningError } from '@esp-prov/protocol';
import { foreignError } from './foreign-error.ts';

/** Returns the failure of choosing or opening a serial port. */
export function serialFailure(cause: unknown): ProvisioningError {
  const { name, message } = foreignError(cause);
  const details = { reason: message };
  switch (name) {
    case 'NotFoundError':
    case 'AbortError':
      return new ProvisioningError('serial/nothing-chosen', undefined, { cause, details });
    case 'SecurityError':
    case 'NotAllowedError':
      return new ProvisioningError('serial/not-permitted', undefined, { cause, details });
    case 'InvalidStateError':
      return new ProvisioningError('host/port-unusable', 'this page has the serial port open already', {
        cause,
        details,
      });
    // Chromium says the same of a port that another program has open and of one that is not there any more.
    case 'NetworkError':
      return new ProvisioningError(
        'host/port-unusable',
        'the serial port cannot be opened: another program may use it',
        {
          cause,
          details,
        },
      );
    default:
      return new ProvisioningError('host/port-unusable', message || undefined, { cause, details });
  }
}
