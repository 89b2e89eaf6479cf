import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Gives a folder and all in it the rights that a package has, whatever umask this runs under: everybody reads, and runs
 * only `executables` (paths in the folder).
 *
 * @param {string} folder
 * @param {{ executables?: readonly string[] }} [options]
 */
export function setModes(folder, { executables = [] } = {}) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) setModes(path);
    else if (entry.isFile()) chmodSync(path, 0o644);
  }
  for (const path of executables) chmodSync(join(folder, path), 0o755);
}
