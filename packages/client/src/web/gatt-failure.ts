import { ProvisioningError } from '@esp-prov/protocol';
import { foreignError } from './foreign-error.ts';

/** Numbers of ATT errors that follow from what the browser says. */
const attErrors: Readonly<Record<string, number>> = {
  // "Characteristic with UUID ... is no longer valid": the object belongs to an earlier discovery.
  InvalidStateError: 0x01,
  InvalidModificationError: 0x0d,
};

/**
 * Returns what the rejection of an operation means. Chromium has the same `NotSupportedError` for all ATT errors, and
 * `NetworkError` for a link that is gone.
 */
export function gattFailure(cause: unknown): ProvisioningError {
  const { name, message } = foreignError(cause);
  if (/authenticat|paired|pairing/i.test(message)) {
    return new ProvisioningError('bluetooth/pairing-failed', undefined, { cause });
  }
  if (name === 'NetworkError' && !/in progress/i.test(message)) {
    return new ProvisioningError('link/lost', message || undefined, { cause });
  }
  if (name === 'TypeError') {
    return new ProvisioningError('bluetooth/refused', `the Bluetooth of this browser failed: ${message}`, { cause });
  }
  const attError = attErrors[name];
  return new ProvisioningError('gatt/refused', undefined, {
    cause,
    details: { reason: message, ...(attError === undefined ? {} : { attError }) },
  });
}
