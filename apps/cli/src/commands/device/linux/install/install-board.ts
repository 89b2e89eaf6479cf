import { resolve } from 'node:path';
import { demandedIdentity } from '@esp-prov/linux';
import { ProvisioningError, systemRandom } from '@esp-prov/protocol';
import type { Output } from '../../../../report/output.ts';
import type { BoardOptions } from '../board-options.ts';
import { identityDemands } from '../linux-device-options.ts';
import { stateFolder } from '../state-folder.ts';
import { applyInstallation, tellSteps, writeSteps } from './apply-installation.ts';
import { installation } from './installation.ts';
import { type InstalledFiles, notePath, readNote } from './installed-files.ts';
import { labelCommand } from './label-command.ts';
import { hiddenPaths, ownProgram } from './own-program.ts';
import { planInstallation, planUninstallation, type Step } from './plan.ts';
import { commandText } from './plan-lines.ts';
import {
  afterInstall,
  afterUninstall,
  beforeUninstall,
  makeUser,
  runCommands,
  whyNoCommands,
} from './system-commands.ts';
import { SystemFolder } from './system-folder.ts';
import { credentialsFolder } from './unit-text.ts';

/** Shows the files that make this board a device at every start; with `--apply` writes them, and starts the service. */
export async function installBoard(options: BoardOptions, output: Output, signal?: AbortSignal): Promise<void> {
  const { apply = false, force = false } = options;
  requireFittingIdentity(options);
  const system = new SystemFolder(resolve(options.root ?? '/'));
  const program = ownProgram(system.root);
  const files = installation(options, program);
  const steps = planInstallation(files, noteOf(system), (path) => system.read(path));
  if (apply) requireUnchanged(steps, force);
  const seen = [...program, ...[options.endpoints, options.serveApp].filter((path) => typeof path === 'string')];
  requireVisible(seen, { apply, output });
  const todo = steps.filter(({ state }) => state !== 'keep');
  const why = whyNoCommands(system.root);
  const runs = todo.length > 0 && why === undefined;
  const commands = runs ? [...makeUser, ...afterInstall] : [];
  if (apply) await applyInstallation(steps, { system, output, force, runs, signal });
  else tellSteps(steps, { output, applied: false, force });
  const result = { result: 'install', applied: apply, changes: todo.length, commands: commands.map(commandText) };
  const end = endLines({ apply, changes: todo.length, why, commands, verb: 'install' });
  output.result(result, apply ? [...end, labelLine(options, system.root)] : end, { prose: true });
}

/** Shows the files of `installBoard` that are there; with `--apply` ends the service and removes them. */
export async function uninstallBoard(options: BoardOptions, output: Output, signal?: AbortSignal): Promise<void> {
  const { apply = false, force = false } = options;
  const system = new SystemFolder(resolve(options.root ?? '/'));
  const state = options.erase ? stateFolder(options, {}) : undefined;
  const erased: Step[] = state !== undefined && system.read(state) ? [{ state: 'remove', path: state }] : [];
  const steps = [...planUninstallation(noteOf(system), (path) => system.read(path), force), ...erased];
  const todo = steps.filter(({ state }) => state !== 'changed' || force);
  const why = whyNoCommands(system.root);
  const runs = todo.length > 0 && why === undefined;
  const commands = runs ? [...beforeUninstall, ...afterUninstall] : [];
  const ending = signal ? { signal } : {};
  if (apply && runs) await runCommands(beforeUninstall, { output, ...ending });
  if (apply) {
    if (erased.length > 0) await eraseFolder(options, { system, output, signal });
    writeSteps(
      todo.filter((step) => !erased.includes(step)),
      system,
    );
    system.removeEmpty(credentialsFolder);
  }
  tellSteps(steps, { output, applied: apply, force });
  if (apply && runs) await runCommands(afterUninstall, { output, ...ending });
  const changes = todo.length;
  const result = { result: 'uninstall', applied: apply, changes, commands: commands.map(commandText) };
  output.result(result, endLines({ apply, changes, why, commands, verb: 'uninstall', erase: options.erase }), {
    prose: true,
  });
}

/** Refuses now what the service would refuse at its every start. */
function requireFittingIdentity(options: BoardOptions): void {
  demandedIdentity({ name: 'PROV_000000', securityVersion: 2 }, identityDemands(options), systemRandom);
}

/** What was said at the end of the plan. */
interface EndOfPlan {
  readonly apply: boolean;
  readonly changes: number;
  readonly why: string | undefined;
  readonly commands: readonly (readonly string[])[];
  readonly verb: 'install' | 'uninstall';
  readonly erase?: boolean | undefined;
}

function endLines({ apply, changes, why, commands, verb, erase = false }: EndOfPlan): string[] {
  if (changes === 0) return [verb === 'install' ? 'Everything is installed as it has to be.' : 'Nothing is installed.'];
  const count = changes === 1 ? 'One file' : `${changes} files`;
  if (apply) {
    const kept =
      verb === 'install'
        ? []
        : [erase ? 'The user esp-prov stays.' : 'The state of the board and the user esp-prov stay.'];
    return [`${count} ${verb}ed.`, ...kept, ...(why === undefined ? [] : [`${why}.`])];
  }
  const then =
    commands.length === 0
      ? []
      : ['Then these commands would run:', ...commands.map((each) => `    ${commandText(each)}`)];
  const tail = why === undefined ? [] : [`${why}.`];
  return [...then, ...tail, `Nothing was changed. With --apply: ${count.toLowerCase()} to ${verb}.`];
}

/** Whoever sets the board up needs its label, which the service never prints. */
function labelLine(options: BoardOptions, root: string): string {
  return `Print its label${root === '/' ? '' : ' on the board'}: ${labelCommand(options)}`;
}

function noteOf(system: SystemFolder): InstalledFiles {
  const note = system.read(notePath);
  return note === undefined ? new Map() : readNote(new TextEncoder().encode(note.content));
}

/** Refuses to begin where a file is somebody's: half an installation helps nobody. */
function requireUnchanged(steps: readonly Step[], force: boolean): void {
  const changed = steps.filter(({ state }) => state === 'changed').map(({ path }) => path);
  if (changed.length === 0 || force) return;
  throw new ProvisioningError(
    'host/file-unusable',
    `somebody has changed ${changed.join(', ')}, so nothing was written; --force replaces it`,
  );
}

/** Refuses a program or a folder that the sandbox hides: the service would not start, or would not find it. */
function requireVisible(paths: readonly string[], { apply, output }: { apply: boolean; output: Output }): void {
  const hidden = hiddenPaths(paths.map((path) => resolve(path)));
  if (hidden.length === 0) return;
  const why = `the service does not see ${hidden.join(', ')}, as it has no access to home folders and temporary ones`;
  if (apply) throw new ProvisioningError('host/file-unusable', `${why}; install it for all users`);
  output.event({ event: 'warning', text: why }, `warning: ${why}; install it for all users`);
}

/** Erases what the board keeps: its own files, whatever else is in their folder. */
async function eraseFolder(
  options: BoardOptions,
  {
    system,
    output,
    signal = new AbortController().signal,
  }: { system: SystemFolder; output: Output; signal?: AbortSignal | undefined },
): Promise<void> {
  const { forgetEverything } = await import('../forget-network.ts');
  const path = stateFolder(options, {});
  await forgetEverything(system.place(path), options, { output, signal, isHere: system.root === '/' });
  system.removeEmpty(path);
}
