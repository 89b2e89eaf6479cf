import { type ErrorCode, isProvisioningError } from '@esp-prov/protocol';

/** Returns the code of the error by which `answer` is refused; an answer or another error fails the test. */
export async function refusal(answer: Promise<unknown>): Promise<ErrorCode> {
  try {
    await answer;
  } catch (error) {
    if (isProvisioningError(error)) return error.code;
    throw error;
  }
  throw new Error('an answer came where a refusal was expected');
}
