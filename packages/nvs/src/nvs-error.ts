/** What can be wrong with an image, a table, a key file or a request. */
export type NvsErrorCode =
  | 'flash/out-of-range'
  | 'table/invalid'
  | 'nvs/not-found'
  | 'nvs/type-mismatch'
  | 'nvs/invalid-name'
  | 'nvs/value-too-long'
  | 'nvs/no-space'
  | 'nvs/no-free-pages'
  | 'nvs/new-version'
  | 'nvs/too-small'
  | 'nvs/keys-invalid'
  | 'nvs/keys-missing'
  | 'csv/invalid';

/** The one error that this package throws for things that go wrong outside of the caller's code. */
export class NvsError extends Error {
  override readonly name = 'NvsError';
  /** Stable name of the failure. */
  readonly code: NvsErrorCode;
  /** Facts of this case: an offset, a line, a rule. Never a secret. */
  readonly details: Readonly<Record<string, string | number>>;

  constructor(
    code: NvsErrorCode,
    message: string,
    options: { cause?: unknown; details?: Readonly<Record<string, string | number>> } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.details = options.details ?? {};
  }
}
