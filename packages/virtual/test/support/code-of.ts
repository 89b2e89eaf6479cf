import { isProvisioningError } from '@esp-prov/protocol';

/** Returns the code of the error that a call throws, or what it did instead. */
export function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return isProvisioningError(error) ? error.code : String(error);
  }
  return 'no error';
}
