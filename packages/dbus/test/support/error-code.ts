import { DBusError } from '../../src/index.ts';

/** Returns the code of the `DBusError` that `action` fails with, and its D-Bus name where it has one. */
export async function errorCode(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof DBusError)) return String(error);
    return error.errorName === '' ? error.code : `${error.code} ${error.errorName}`;
  }
  return 'no error';
}
