import { type WholeFileOptions, writeWholeFile } from '@esp-prov/virtual/node';

/** Rights of a new file that holds secrets: its owner reads and writes it. */
export const privateMode = 0o600;

/**
 * Writes a file that holds, or may hold, a secret: a new one is for its owner alone, one that is there keeps its rights.
 * It is replaced as a whole, or stays what it was.
 *
 * @throws ProvisioningError `host/file-unusable`
 */
export function writePrivateFile(
  path: string,
  content: Uint8Array | string,
  options: Pick<WholeFileOptions, 'ofSeries'> = {},
): void {
  writeWholeFile(path, content, { ...options, mode: privateMode });
}
