import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { ProvisioningError } from '@esp-prov/protocol';

/**
 * Keeps other processes away from a batch until it is disposed of. A lock of a process that no longer runs is taken over.
 *
 * @throws ProvisioningError `batch/running`
 */
export function holdLock(path: string): Disposable {
  for (let tries = 0; ; tries++) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return { [Symbol.dispose]: () => rmSync(path, { force: true }) };
    } catch (cause) {
      if (!isExisting(cause)) {
        throw new ProvisioningError(
          'host/file-unusable',
          `the lock ${path} cannot be made: ${cause instanceof Error ? cause.message : cause}`,
          {
            cause,
          },
        );
      }
      const owner = readOwner(path);
      if (tries > 0 || isRunning(owner)) {
        throw new ProvisioningError('batch/running', `process ${owner} works on this batch`, { details: { owner } });
      }
      rmSync(path, { force: true });
    }
  }
}

function isExisting(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

function readOwner(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return 0;
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process runs too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
