// Runs before every test file: notes the code of every error that the sources make, for scripts/errors-produced.mjs.
import { ProvisioningError } from '../../packages/protocol/src/errors/provisioning-error.ts';
import { noteError, placeInSources } from './note-error.ts';

/** Stands between our error and `Error`. It looks at the code a moment later, when the constructor has set it. */
class RecordedError extends Error {
  constructor(message?: string, options?: ErrorOptions) {
    super(message, options);
    // Not the stack of the error itself: it takes the name that the error has when it is first looked at.
    const place = placeInSources(new Error().stack ?? '');
    if (place !== undefined) {
      const made = this as unknown as ProvisioningError;
      queueMicrotask(() => noteError(made.code, place, made));
    }
  }
}

// Test files share a worker, so this may have been done.
if (Object.getPrototypeOf(ProvisioningError) === Error) Object.setPrototypeOf(ProvisioningError, RecordedError);
