import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atEnd } from './at-end.mjs';

/**
 * Makes a folder in that of the system for what is temporary. It is deleted when this process ends, also by a signal.
 *
 * @param {string} name how its name begins, as in `esp-prov-smoke-`
 * @returns {{ path: string, remove: () => Promise<void> }} `remove` deletes it earlier
 */
export function temporaryFolder(name) {
  const path = mkdtempSync(join(tmpdir(), name));
  // What a program that has just been killed still wrote makes a first attempt fail.
  const remove = atEnd(() => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }));
  return { path, remove };
}
