import { NvsError, type NvsErrorCode } from '../../src/nvs-error.ts';

/** Returns the error that a call throws, which has to be one of this package. */
export function nvsFailure(call: () => unknown): { code: NvsErrorCode; message: string } & NvsError['details'] {
  try {
    call();
  } catch (error) {
    if (!(error instanceof NvsError)) throw error;
    return { ...error.details, code: error.code, message: error.message };
  }
  throw new Error('nothing was thrown');
}

/**
 * Returns what a call returns, or `undefined` when it throws an error of this package; any other error is thrown on.
 */
export function orNvsError<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (error instanceof NvsError) return undefined;
    throw error;
  }
}
