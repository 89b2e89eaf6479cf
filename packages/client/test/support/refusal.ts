import { isProvisioningError, type ProvisioningError } from '@esp-prov/protocol';

/** The error by which `task` is refused; a result or another error fails the test. */
export async function refusal(task: Promise<unknown>): Promise<ProvisioningError> {
  try {
    await task;
  } catch (error) {
    if (isProvisioningError(error)) return error;
    throw error;
  }
  throw new Error('a result came where a refusal was expected');
}
