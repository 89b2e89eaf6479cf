import { readFileSync } from 'node:fs';

/** Returns the version of the command, which its package holds; a bundle has it inside. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
}
