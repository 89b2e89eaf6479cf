import { errorMeanings } from './error-meanings.ts';
import type { ErrorCode } from './error-table.ts';

/** Facts that belong to a failure: a status number, an endpoint, a length. Never a secret. */
export interface ErrorDetails {
  /** Whether the request may have gone out before the link was lost; false only when it certainly did not. */
  readonly sent?: boolean;
  /** Whether another client has taken the connection, where the device was asked. */
  readonly replaced?: boolean;
  /** Number of the ATT error with which a device refused to read or write an attribute. */
  readonly attError?: number;
  readonly [fact: string]: string | number | boolean;
}

/** The one error that this project throws for things that go wrong outside of the caller's code. */
export class ProvisioningError extends Error {
  override readonly name = 'ProvisioningError';
  /** Stable name of the failure; `errorTable[error.code]` says what to do next and with which exit code a command ends. */
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  /**
   * @param code - what went wrong
   * @param message - this case of it, as a sentence without a secret; the meaning of the code when left out
   */
  constructor(code: ErrorCode, message?: string, options: { cause?: unknown; details?: ErrorDetails } = {}) {
    super(message ?? errorMeanings[code], 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.details = options.details ?? {};
  }
}

/** Whether `error` is a {@link ProvisioningError}, of `code` where given. Works across copies of this package. */
export function isProvisioningError(error: unknown, code?: ErrorCode): error is ProvisioningError {
  return (
    error instanceof Error &&
    error.name === 'ProvisioningError' &&
    'code' in error &&
    typeof error.code === 'string' &&
    Object.hasOwn(errorMeanings, error.code) &&
    (code === undefined || error.code === code)
  );
}
