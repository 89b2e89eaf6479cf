// Whether a built site still shows what its sources say.
import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const note = join(root, 'site/dist/built.json');

/** What pages are written in, or made from. */
const sources = [
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'README.md',
  'apps',
  'docs',
  'examples',
  'packages',
  'package-lock.json',
  'project.json',
  'scripts',
  'site',
  'test/vectors',
];

/** Folders in which things are made. */
const made = new Set(['node_modules', 'dist', 'test']);

/**
 * Returns whether the last site that was built is the wanted one, and none of its sources is newer.
 *
 * @param {{ base: string, out: string, withApi: boolean }} wanted
 */
export function isFresh(wanted) {
  const built = statSync(note, { throwIfNoEntry: false });
  const page = statSync(join(wanted.out, 'index.html'), { throwIfNoEntry: false });
  if (built === undefined || page === undefined || readFileSync(note, 'utf8') !== textOf(wanted)) return false;
  return sources.every((path) => newest(join(root, path)) <= built.mtimeMs);
}

/**
 * Notes what has been built.
 *
 * @param {Parameters<typeof isFresh>[0]} wanted
 * @param {Date} begin when the build began: what changed meanwhile may not be in it
 */
export function noteBuilt(wanted, begin) {
  writeFileSync(note, textOf(wanted));
  utimesSync(note, begin, begin);
}

/** Forgets what has been built: a build that is interrupted leaves half of a site. */
export function forgetBuilt() {
  rmSync(note, { force: true });
}

function textOf({ base, out, withApi }) {
  return `${JSON.stringify({ base, out, withApi })}\n`;
}

function newest(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
  const inside = readdirSync(path, { withFileTypes: true }).filter(({ name }) => !made.has(name));
  // A folder's own time says that a file in it went away, and changes as well when something is made in it.
  return Math.max(0, ...inside.map(({ name }) => newest(join(path, name))));
}
