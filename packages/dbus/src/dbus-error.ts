/**
 * What went wrong on the bus:
 *
 * - `no-bus`: there is no bus at the address
 * - `refused`: the bus is there and does not let this process in
 * - `reply`: the called object answered with an error; `errorName` is its D-Bus name
 * - `timeout`: no answer in time
 * - `name-taken`: another connection owns the name
 * - `lost`: the bus ended the connection
 * - `closed`: the connection was closed by this side
 * - `invalid`: a value does not fit its signature
 */
export type DBusErrorCode = 'no-bus' | 'refused' | 'reply' | 'timeout' | 'name-taken' | 'lost' | 'closed' | 'invalid';

/** A failure on the bus. */
export class DBusError extends Error {
  override readonly name = 'DBusError';
  readonly code: DBusErrorCode;
  /** D-Bus name of the error, such as `org.bluez.Error.NotReady`; empty unless `code` is `reply`. */
  readonly errorName: string;

  constructor(code: DBusErrorCode, message: string, options: { errorName?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.errorName = options.errorName ?? '';
  }
}

/** Whether `error` is a `DBusError`, of that code and D-Bus name where they are given. */
export function isDBusError(error: unknown, code?: DBusErrorCode, errorName?: string): error is DBusError {
  return (
    error instanceof DBusError &&
    (code === undefined || error.code === code) &&
    (errorName === undefined || error.errorName === errorName)
  );
}
