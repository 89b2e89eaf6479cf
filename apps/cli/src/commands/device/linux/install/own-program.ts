import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** Where a package installs the command. */
const usualPlaces = ['/usr/bin/esp-prov', '/usr/local/bin/esp-prov'];

/** Folders that the service does not see, as its sandbox hides them. */
const hidden = /^\/(home|root|run\/user|tmp|var\/tmp)\//;

/**
 * Returns the command as the service runs it: a program of the system in `root` where there is one, else this Node and
 * this script, or this program where it is one file.
 */
export function ownProgram(
  root: string,
  { execPath, argv }: Pick<NodeJS.Process, 'execPath' | 'argv'> = process,
): string[] {
  const usual = root === '/' ? undefined : usualPlaces.find((path) => existsSync(join(root, path)));
  if (usual !== undefined) return [usual];
  const script = argv[1] ?? execPath;
  return realPathOf(script) === realPathOf(execPath) ? [execPath] : [execPath, script];
}

/** Returns those paths that the service would not see. */
export function hiddenPaths(paths: readonly string[]): string[] {
  return paths.filter((path) => hidden.test(path) || hidden.test(realPathOf(path)));
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
