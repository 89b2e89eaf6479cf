import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const lock = join(root, 'apps/cli/dist/.building');
const longestBuildMs = 120_000;

/** Builds what the command consists of, unless its build is as new as its sources: `npm test` has done so before. */
export async function ensureBuilt(): Promise<void> {
  if (isBuilt()) return;
  mkdirSync(join(root, 'apps/cli/dist'), { recursive: true });
  if (!takeLock()) return await otherBuild();
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-b'], { cwd: root });
  } catch (error) {
    throw new Error(`the command cannot be built:\n${(error as { stdout?: Buffer }).stdout}`);
  } finally {
    rmSync(lock, { recursive: true });
  }
}

/** Test files run in several processes at once; one of them builds. */
function takeLock(): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

async function otherBuild(): Promise<void> {
  for (let waitedMs = 0; existsSync(lock); waitedMs += 100) {
    if (waitedMs > longestBuildMs) throw new Error(`${lock} is left over from a build that was ended: remove it`);
    await sleep(100);
  }
}

function isBuilt(): boolean {
  const homes = ['apps/cli', ...['protocol', 'client', 'device', 'virtual'].map((name) => `packages/${name}`)];
  return homes.every((home) => newest(join(root, home, 'src'), '.ts') <= newest(join(root, home, 'dist'), 'buildinfo'));
}

/** Time of the last change below `folder`; 0 where there is nothing. */
function newest(folder: string, ending: string): number {
  if (!existsSync(folder)) return 0;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ending));
  return Math.max(0, ...files.map((name) => statSync(join(folder, name)).mtimeMs));
}
