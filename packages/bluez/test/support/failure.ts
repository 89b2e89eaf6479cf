import { isProvisioningError, type ProvisioningError } from '@esp-prov/protocol';

/** The `ProvisioningError` that `action` fails with. */
export async function failure(action: () => unknown): Promise<ProvisioningError> {
  try {
    await action();
  } catch (error) {
    if (isProvisioningError(error)) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

/** Code of the `ProvisioningError` that `action` fails with. */
export async function failureCode(action: () => unknown): Promise<string> {
  return (await failure(action)).code;
}
