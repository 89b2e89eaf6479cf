import { isProvisioningError } from '@esp-prov/protocol';

/** Returns the error that a task ends with, which has to have the code. */
export async function expectError(code, task) {
  let outcome;
  try {
    outcome = await task;
  } catch (error) {
    if (isProvisioningError(error, code)) return error;
    throw new Error(`${code} was expected`, { cause: error });
  }
  throw new Error(`${code} was expected, and it ended with ${JSON.stringify(outcome)}`);
}
