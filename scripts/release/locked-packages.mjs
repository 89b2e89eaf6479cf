// What the packages of a release bring along, as the lock has it: the versions that were tested.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A package of others.
 *
 * @typedef {{ name: string, version: string, license: string, integrity: string, needs: string[] }} LockedPackage
 *   `needs`: keys of the packages that it depends on, each `name@version`
 */

/**
 * Returns the packages of others that a workspace brings along when it is installed, by `name@version`, and the keys of
 * those that it names itself. Optional peers are what a user adds, so they are not among them.
 *
 * @param {Record<string, Record<string, unknown>>} packages of package-lock.json
 * @param {string} home of the workspace, as in `packages/client`
 * @returns {{ direct: string[], all: Map<string, LockedPackage> }}
 */
export function lockedPackages(packages, home) {
  const all = new Map();
  const seen = new Set();
  const direct = visit(home);
  return { direct, all };

  /** Visits what the package in a folder depends on, and returns the keys of those of others. */
  function visit(folder) {
    seen.add(folder);
    const needs = Object.keys(packages[folder].dependencies ?? {}).flatMap((name) => {
      const found = resolve(packages, folder, name);
      if (found === undefined) throw new Error(`package-lock.json does not have ${name}, which ${folder} needs`);
      // A package of ours is a link to its folder, and has entries of its own in the list.
      const { link, resolved } = packages[found];
      if (link) {
        if (!seen.has(resolved)) visit(resolved);
        return [];
      }
      const key = `${name}@${packages[found].version}`;
      if (!all.has(key)) {
        const { version, license, integrity } = packages[found];
        const entry = { name, version, license, integrity, needs: [] };
        all.set(key, entry);
        entry.needs = visit(found);
      }
      return [key];
    });
    return needs.sort();
  }
}

/** Returns the packages of a lock. */
export function readLock(root, path = 'package-lock.json') {
  return JSON.parse(readFileSync(join(root, path), 'utf8')).packages;
}

/** The entry that Node would find for `name` from a folder. */
function resolve(packages, folder, name) {
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const path = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (path in packages) return path;
    if (at === '') return undefined;
  }
}
