import type { ErrorCode } from '../../src/errors/error-table.ts';
import { ProvisioningError } from '../../src/errors/provisioning-error.ts';

/** The `ProvisioningError` that `action` throws; any other outcome fails the test. */
export function errorOf(action: () => unknown): ProvisioningError {
  try {
    action();
  } catch (error) {
    if (error instanceof ProvisioningError) return error;
    throw error;
  }
  throw new Error('a ProvisioningError was expected, nothing was thrown');
}

/** The code of the `ProvisioningError` that `action` throws; any other outcome fails the test. */
export function codeOf(action: () => unknown): ErrorCode {
  return errorOf(action).code;
}
