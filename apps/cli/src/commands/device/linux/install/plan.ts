import { checksum, everyPath, type InstalledFiles, noteFile, notePath } from './installed-files.ts';
import type { SystemFile } from './system-file.ts';
import type { Standing } from './system-folder.ts';

/** What is to be done with one file. */
export interface Step {
  /**
   * `create`, `replace` and `remove` concern files of ours; `keep`: it is as it has to be; `changed`: somebody has changed
   * it, or made it, so that it is replaced or removed only by force.
   */
  readonly state: 'create' | 'replace' | 'remove' | 'keep' | 'changed';
  readonly path: string;
  /** The file as it is to be; undefined: it is to go. */
  readonly file?: SystemFile | undefined;
}

/** Looks at what stands at a path. */
export type Look = (path: string) => Standing | undefined;

/**
 * Returns what installing comes to: the files in their order, then those of an earlier installation that have to go, then
 * the note of what is installed.
 */
export function planInstallation(files: readonly SystemFile[], installed: InstalledFiles, look: Look): Step[] {
  const note = noteFile(files);
  const noted = look(note.path);
  const isNoted = noted?.content === note.content && noted.mode === note.mode;
  const wanted = files.map((file): Step => {
    const { path } = file;
    const there = look(path);
    if (!there) return { state: 'create', path, file };
    const isSame = checksum(there) === checksum(file);
    if (isSame && (file.kind === 'link' || there.mode === file.mode)) return { state: 'keep', path, file };
    const isOurs = isSame || installed.get(path) === checksum(there);
    return { state: isOurs ? 'replace' : 'changed', path, file };
  });
  const paths = files.map(({ path }) => path);
  const left = planRemoval(installed, look).filter(({ path }) => !paths.includes(path));
  const state = isNoted ? 'keep' : noted ? 'replace' : 'create';
  return [...wanted, ...left, { state, path: note.path, file: note }];
}

/** Returns what uninstalling comes to: files that were installed and are there, and the note of them if none stays. */
export function planUninstallation(installed: InstalledFiles, look: Look, force: boolean): Step[] {
  const steps = planRemoval(installed, look);
  const stays = steps.some(({ state }) => state === 'changed') && !force;
  return look(notePath) && !stays ? [...steps, { state: 'remove', path: notePath }] : steps;
}

function planRemoval(installed: InstalledFiles, look: Look): Step[] {
  return everyPath.flatMap((path): Step[] => {
    const sum = installed.get(path);
    const there = sum === undefined ? undefined : look(path);
    if (!there) return [];
    return [{ state: checksum(there) === sum ? 'remove' : 'changed', path }];
  });
}
