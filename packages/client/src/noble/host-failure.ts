import { type ErrorCode, isProvisioningError } from '@esp-prov/protocol';
import type { HostFailure } from './host-message.ts';

/** What noble's adapter states mean; the others are passing. */
export const adapterFailures: Readonly<Record<string, HostFailure>> = {
  poweredOff: { code: 'bluetooth/powered-off', message: 'the Bluetooth adapter is switched off' },
  unauthorized: {
    code: 'bluetooth/not-permitted',
    message: 'the system does not let this program use Bluetooth: allow it in its privacy settings',
  },
  unsupported: { code: 'bluetooth/no-adapter', message: 'this machine has no Bluetooth Low Energy adapter' },
};

/** Returns the `error` of an operation on a connected device, ready to go to another process. */
export function operationFailure(error: unknown): HostFailure {
  const { message } = asError(error);
  if (isProvisioningError(error)) {
    const { attError } = error.details;
    return { code: error.code, message, ...(typeof attError === 'number' ? { attError } : {}) };
  }
  if (/disconnect|not connected|cleanup/i.test(message)) return { code: 'link/lost', message };
  const attError = /(?:ATT error|error|status|code)\D{0,4}(0x[0-9a-f]{1,2})\b/i.exec(message)?.[1];
  return { code: 'gatt/refused', message, ...(attError ? { attError: Number(attError) } : {}) };
}

/** Returns the `error` of anything else. */
export function hostFailure(error: unknown, code: ErrorCode): HostFailure {
  return { code: isProvisioningError(error) ? error.code : code, message: asError(error).message };
}

function asError(error: unknown): { message: string } {
  return error instanceof Error ? error : { message: String(error) };
}
