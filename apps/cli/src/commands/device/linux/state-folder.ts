import { resolve } from 'node:path';
import type { BoardOptions } from './board-options.ts';

/** Returns the folder of what a board keeps: the one that is given, that of the service, or where it would be. */
export function stateFolder({ state }: Pick<BoardOptions, 'state'>, env: NodeJS.ProcessEnv = process.env): string {
  return resolve(state ?? env['STATE_DIRECTORY'] ?? '/var/lib/esp-prov');
}
