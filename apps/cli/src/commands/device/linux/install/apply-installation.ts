import type { Output } from '../../../../report/output.ts';
import { installedPaths } from './installation.ts';
import type { Step } from './plan.ts';
import { stepEvent, stepLines } from './plan-lines.ts';
import { afterInstall, makeUser, runCommands } from './system-commands.ts';
import type { SystemFolder } from './system-folder.ts';

/** What an installation is carried out with. */
export interface InstallPorts {
  readonly system: Pick<SystemFolder, 'write' | 'remove'>;
  readonly output: Output;
  readonly force: boolean;
  /** Whether the commands of the system are run. */
  readonly runs: boolean;
  readonly run?: typeof runCommands;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Carries a plan out. The user of the service is made before the other files are written: the bus reads its policies when
 * they change, and passes over one for a user that it does not know.
 */
export async function applyInstallation(steps: readonly Step[], ports: InstallPorts): Promise<void> {
  const { output, runs, run = runCommands, signal } = ports;
  const ending = signal ? { signal } : {};
  const isOfUser = ({ path }: Step) => path === installedPaths.sysusers;
  carryOut(steps.filter(isOfUser), ports);
  if (runs) await run(makeUser, { output, ...ending });
  carryOut(
    steps.filter((step) => !isOfUser(step)),
    ports,
  );
  if (runs) await run(afterInstall, { output, ...ending });
}

function carryOut(steps: readonly Step[], { system, output, force }: InstallPorts): void {
  writeSteps(steps, system);
  tellSteps(steps, { output, applied: true, force });
}

/** Writes and removes files as the steps say. */
export function writeSteps(steps: readonly Step[], system: Pick<SystemFolder, 'write' | 'remove'>): void {
  for (const { state, path, file } of steps) {
    if (state === 'keep') continue;
    if (file) system.write(file);
    else system.remove(path);
  }
}

/** Tells what is done with each file, or would be. */
export function tellSteps(
  steps: readonly Step[],
  { output, applied, force }: { readonly output: Output; readonly applied: boolean; readonly force: boolean },
): void {
  for (const step of steps) output.event(stepEvent(step), stepLines(step, { applied, force }));
}
