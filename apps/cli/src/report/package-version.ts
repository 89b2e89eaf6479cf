import { readFileSync } from 'node:fs';

/** Version of the command, which its package tells; a bundle has it inside. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version;
}
