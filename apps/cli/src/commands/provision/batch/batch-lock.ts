import { ProvisioningError } from '@esp-prov/protocol';
import { FileLock } from '@esp-prov/virtual/node';

/**
 * Keeps other processes away from a batch until it is disposed of: two would give a device its credentials twice.
 *
 * @param path - of the file that is the lock
 * @throws ProvisioningError `batch/running`, `host/file-unusable`
 */
export function holdLock(path: string): Disposable {
  const lock = FileLock.take(path, path);
  if (lock instanceof FileLock) return lock;
  const { owner, who, wayOut } = lock;
  const text = `${who} works on this batch; if that is not so, ${wayOut}`;
  throw new ProvisioningError('batch/running', text, { details: { owner } });
}
