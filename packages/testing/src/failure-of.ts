import { isProvisioningError, type ProvisioningError } from '@esp-prov/protocol';

/** Returns the error by which `task` fails; a result, or an error that is not of this project, fails the test. */
export function failureOf(task: Promise<unknown>): Promise<ProvisioningError>;
export function failureOf(task: () => unknown): ProvisioningError;
export function failureOf(task: Promise<unknown> | (() => unknown)): Promise<ProvisioningError> | ProvisioningError {
  if (typeof task !== 'function') {
    return task.then(
      () => ours(undefined),
      (error: unknown) => ours(error),
    );
  }
  let failure: unknown;
  try {
    task();
  } catch (error) {
    failure = error;
  }
  return ours(failure);
}

function ours(error: unknown): ProvisioningError {
  if (isProvisioningError(error)) return error;
  throw error ?? new Error('expected: a failure');
}
