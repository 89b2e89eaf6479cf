import { NvsError, type NvsErrorCode } from '@esp-prov/nvs';
import { type ErrorCode, ProvisioningError } from '@esp-prov/protocol';

const codes: Readonly<Partial<Record<NvsErrorCode, ErrorCode>>> = {
  'csv/invalid': 'flash/invalid-csv',
  'table/invalid': 'flash/not-bootable',
  'nvs/no-space': 'flash/no-space',
  'nvs/no-free-pages': 'flash/no-space',
  'nvs/too-small': 'flash/no-nvs',
  'nvs/new-version': 'flash/no-nvs',
  'nvs/keys-invalid': 'flash/keys-missing',
  'nvs/keys-missing': 'flash/keys-missing',
};

/**
 * Returns what `task` yields; the errors of the flash formats, and of values beyond their type, become the command's
 * own.
 */
export function withFlashErrors<T>(task: () => T): T {
  try {
    return task();
  } catch (cause) {
    if (!(cause instanceof NvsError || cause instanceof RangeError)) throw cause;
    const code = cause instanceof NvsError ? codes[cause.code] : undefined;
    throw new ProvisioningError(code ?? 'flash/invalid-value', cause.message, { cause });
  }
}

/** Returns the error of a request that no image could meet. */
export function invalidRequest(why: string): ProvisioningError {
  return new ProvisioningError('flash/invalid-request', why);
}
