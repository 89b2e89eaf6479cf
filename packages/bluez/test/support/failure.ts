import { isProvisioningError, type ProvisioningError } from '@esp-prov/protocol';

/** Returns the `ProvisioningError` that `action` fails with. */
export async function failure(action: () => unknown): Promise<ProvisioningError> {
  try {
    await action();
  } catch (error) {
    if (isProvisioningError(error)) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

/** Returns the code of the `ProvisioningError` that `action` fails with. */
export async function failureCode(action: () => unknown): Promise<string> {
  return (await failure(action)).code;
}
