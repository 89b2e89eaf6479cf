import {
  Button,
  createLinuxDevice,
  EventHook,
  type HookCommand,
  moduleEndpoints,
  openBoardState,
  programEndpoint,
  systemPrograms,
} from '@esp-prov/linux';
import { systemClock } from '@esp-prov/protocol';
import type { BoardWorld } from './board-world.ts';

/** Returns what makes this machine a board. */
export function thisWorld(): BoardWorld {
  const clock = systemClock;
  const programs = systemPrograms();
  return {
    create: createLinuxDevice,
    async labelShown(folder) {
      await using state = await openBoardState(folder);
      return await state.labelShown();
    },
    async noteLabelShown(folder) {
      await using state = await openBoardState(folder);
      await state.noteLabelShown();
    },
    hook: (command, log) => new EventHook(shell(command), { programs, clock, log }),
    button: (command, { log, onPress }) => new Button(shell(command), { programs, clock, log, onPress }),
    programEndpoint: (name, command) => programEndpoint(name, shell(command), { programs }),
    moduleEndpoints: async (path) => await moduleEndpoints(path, { clock }),
  };
}

/** Returns a command for the shell as a program; what the library adds behind it are `$1` and so on. */
function shell(command: string): HookCommand {
  return ['/bin/sh', '-c', command, 'esp-prov'];
}
