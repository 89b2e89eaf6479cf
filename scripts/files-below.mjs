import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Yields the paths of what is below a folder and is no folder: with slashes, and in one order on every machine. It reads no
 * further than its caller asks for.
 *
 * @param {string} folder
 * @returns {Generator<string>}
 */
export function* filesBelow(folder, below = '') {
  const entries = readdirSync(join(folder, below), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${below}${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(folder, `${path}/`);
    else yield path;
  }
}
