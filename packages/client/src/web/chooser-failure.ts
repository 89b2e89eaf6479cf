import { ProvisioningError } from '@esp-prov/protocol';
import { foreignError } from './foreign-error.ts';

/**
 * Returns the failure of a list of devices. Somebody who closes the list and a machine without an adapter look alike
 * to a page, so that only `isAvailable` tells them apart.
 */
export function chooserFailure(cause: unknown, isAvailable: boolean): ProvisioningError {
  const { name, message } = foreignError(cause);
  const details = { reason: message };
  if (name === 'SecurityError' || name === 'NotAllowedError') {
    return new ProvisioningError('bluetooth/not-permitted', `the browser keeps Bluetooth from this page: ${message}`, {
      cause,
      details,
    });
  }
  if (!isAvailable) {
    const text = 'the browser finds no Bluetooth adapter, or it is switched off';
    return new ProvisioningError('bluetooth/no-adapter', text, { cause, details });
  }
  // Without a name: the package webbluetooth, which lists nothing to anybody and gives up after a while.
  if (name === 'NotFoundError' || name === 'AbortError' || (name === '' && /no device/i.test(message))) {
    return new ProvisioningError('bluetooth/nothing-chosen', undefined, { cause, details });
  }
  return new ProvisioningError('bluetooth/refused', `the browser did not show its list of devices: ${message}`, {
    cause,
    details,
  });
}
