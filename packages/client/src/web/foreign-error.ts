import { foreignText } from '@esp-prov/protocol';

/** What a platform says of a failure. */
export interface ForeignError {
  /** Name of the exception, such as `NotFoundError`; empty where there is none. */
  readonly name: string;
  readonly message: string;
}

/** Characters of a message that are kept. */
const longestMessage = 200;

/** Returns what is known of a rejection; the package webbluetooth rejects with text in the place of exceptions. */
export function foreignError(error: unknown): ForeignError {
  try {
    if (typeof error === 'string') return { name: '', message: foreignText(error, longestMessage) };
    const { name, message } = error as { readonly name?: unknown; readonly message?: unknown };
    return {
      name: typeof name === 'string' ? foreignText(name, 40) : '',
      message: typeof message === 'string' ? foreignText(message, longestMessage) : '',
    };
  } catch {
    return { name: '', message: '' };
  }
}
