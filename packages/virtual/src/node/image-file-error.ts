import { fileFailure, ProvisioningError } from '@esp-prov/protocol';

/** Returns the error to report for a failure with an image file; errors of this project stay what they are. */
export function imageFileError(path: string, cause: unknown): unknown {
  if (cause instanceof ProvisioningError) return cause;
  const change = noChange.has((cause as NodeJS.ErrnoException).code ?? '') ? '; nothing was changed' : '';
  const why = `the file ${path} cannot be used: ${fileFailure(cause)}${change}`;
  return new ProvisioningError('host/file-unusable', why, { cause, details: { path } });
}

/** What a writing can end with half-way, which leaves the file as it was. */
const noChange: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
