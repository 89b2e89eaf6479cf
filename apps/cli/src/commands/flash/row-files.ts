import { realpathSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileFailure, isProvisioningError, ProvisioningError } from '@esp-prov/protocol';
import { readRegularFile } from '../../input/bounded-file.ts';

/** Bytes of the largest file that a row names: the longest blob, as Base64 with white space. */
const largestRowFile = 1024 * 1024;

/**
 * Returns what reads the files that rows of a list name: regular files, beside the list unless their names say otherwise.
 *
 * @param below - the folder outside of which nothing is read, wherever names and links lead; default: no such bound
 * @throws ProvisioningError `host/file-unusable` when that folder is not there
 */
export function rowFiles(list: string, below: string | undefined): (name: string) => Uint8Array {
  const bound = below === undefined ? undefined : folderOf(below);
  return (name) => {
    const path = resolve(dirname(list), name);
    const called = 'it';
    try {
      if (bound === undefined) return readRegularFile(path, { limit: largestRowFile, called });
      // The place that links lead to is the one that is read.
      const real = realpathSync(path);
      if (!isWithin(bound, real)) throw new Error(`it is not below ${below}`);
      return readRegularFile(real, { limit: largestRowFile, called });
    } catch (cause) {
      const why = isProvisioningError(cause) ? cause.message.replace(/^it cannot be read: /, '') : fileFailure(cause);
      throw new Error(why, { cause });
    }
  };
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && resolve(folder, way) === path;
}

function folderOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (cause) {
    throw new ProvisioningError('host/file-unusable', `the folder ${path} cannot be used: ${fileFailure(cause)}`, {
      cause,
      details: { path },
    });
  }
}
