import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './workspaces.mjs';
import { writeWhole } from './write-whole.mjs';

/** Folders in which things are made or tried, below those of sources. */
const others = new Set(['node_modules', 'dist', 'test']);

/** A note of what was built last, which is there only if that build came to its end. */
export class BuiltNote {
  #file;
  #sources;

  /**
   * @param {string} file the note
   * @param {readonly string[]} sources files and folders of the repository that the build reads
   */
  constructor(file, sources) {
    this.#file = file;
    this.#sources = sources;
  }

  /**
   * Returns whether the last build was that of `what`, and none of its sources is newer.
   *
   * @param {string} what
   * @param {{ output: string }} made `output`: a file of what it makes
   */
  isFresh(what, { output }) {
    const noted = statSync(this.#file, { throwIfNoEntry: false });
    if (noted === undefined || !existsSync(output) || readFileSync(this.#file, 'utf8') !== what) return false;
    return this.#sources.every((path) => newest(join(root, path)) <= noted.mtimeMs);
  }

  /**
   * Builds, and notes it. A build that fails, or is interrupted, leaves no note.
   *
   * @param {string} what
   * @param {() => Promise<void>} build
   */
  async during(what, build) {
    const begin = new Date();
    rmSync(this.#file, { force: true });
    await build();
    writeWhole(this.#file, what);
    // What changed meanwhile may not be in it.
    utimesSync(this.#file, begin, begin);
  }
}

/** Returns when the newest of the files in `path` was changed, or a file in it went away. */
function newest(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
  const names = readdirSync(path);
  const inside = names.filter((name) => !others.has(name)).map((name) => newest(join(path, name)));
  // The time of a folder also changes when something is made in it.
  return Math.max(inside.length < names.length ? 0 : found.mtimeMs, ...inside);
}
