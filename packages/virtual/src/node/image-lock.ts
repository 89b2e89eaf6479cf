import { ProvisioningError } from '@esp-prov/protocol';
import { FileLock } from './file-lock.ts';

/**
 * Keeps other processes away from an image until it is disposed of.
 *
 * @throws ProvisioningError `flash/locked` while another process has it, `host/file-unusable` where no lock can be made
 */
export function lockImage(path: string): Disposable {
  const file = `${path}.lock`;
  const lock = FileLock.take(file, path);
  if (lock instanceof FileLock) return lock;
  const { owner, who, wayOut } = lock;
  const text = `the file ${path} is open in ${who}; if that is not so, ${wayOut}`;
  throw new ProvisioningError('flash/locked', text, { details: { path, owner } });
}
