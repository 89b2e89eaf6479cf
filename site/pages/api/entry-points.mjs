// What programs can import, each with its page.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedPackages } from '../../../scripts/workspaces.mjs';

/**
 * What a program can import.
 *
 * @typedef {{ name: string, types: string, page: string, home: string }} EntryPoint `name`: as it is imported; `types`:
 *   its built declarations; `page`: its page on the site; `home`: the folder of its package in the repository
 */

/** Returns every entry point of every package, the package itself before its subpaths. @returns {EntryPoint[]} */
export function entryPoints() {
  return publishedPackages().flatMap(({ home, folder, manifest }) =>
    Object.entries(manifest.exports ?? {})
      .filter(([, target]) => target.types !== undefined)
      .map(([subpath, { types }]) => {
        const name = join(manifest.name, subpath);
        return { name, types: join(folder, types), page: `reference/api/${pathOf(name)}.md`, home };
      }),
  );
}

/** Returns the packages that programs import: name, folder in the repository, description and README. */
export function libraries() {
  return publishedPackages()
    .filter(({ manifest }) => manifest.exports !== undefined)
    .map(({ home, folder, manifest }) => ({
      name: manifest.name,
      home,
      description: manifest.description,
      readme: readFileSync(join(folder, 'README.md'), 'utf8'),
      page: `reference/api/${pathOf(manifest.name)}.md`,
    }));
}

/** For whom an entry point is whose declarations begin with no comment about all of it. */
export const readers = {
  '@esp-prov/protocol/sec1-client': "For pages that load one security scheme alone: the client's half of security 1.",
  '@esp-prov/protocol/sec2-client': "For pages that load one security scheme alone: the client's half of security 2.",
};

function pathOf(name) {
  return name.replace(/^@esp-prov\//, '');
}
