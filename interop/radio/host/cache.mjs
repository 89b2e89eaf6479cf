import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';

/** Returns the folder for what takes long to make; it may be deleted at any time. */
export function cacheFolder() {
  const folder = `${process.env.XDG_CACHE_HOME || `${homedir()}/.cache`}/esp-prov/radio`;
  mkdirSync(folder, { recursive: true });
  return folder;
}
