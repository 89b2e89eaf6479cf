import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';

/** Returns where what takes long to make is kept; anybody may delete it. */
export function cacheFolder() {
  const folder = `${process.env.XDG_CACHE_HOME || `${homedir()}/.cache`}/esp-prov/radio`;
  mkdirSync(folder, { recursive: true });
  return folder;
}
