// For builds with Vite: what of others is in them.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundledPackages, thirdPartyText } from './third-party.mjs';

const apache = fileURLToPath(new URL('../../LICENSE', import.meta.url));

/**
 * Adds a `THIRD-PARTY.txt` with the licences of the packages of others whose code is in what a browser gets.
 *
 * @param {{ holder: string }} options `holder`: what the packages are a part of
 */
export function thirdPartyPlugin({ holder }) {
  return {
    name: 'esp-prov-third-party',
    // What a build renders pages with stays behind.
    apply: (_, { command, isSsrBuild }) => command === 'build' && !isSsrBuild,
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
      const inputs = chunks.flatMap(({ modules }) =>
        Object.entries(modules).map(([id, { renderedLength }]) => [file(id), { bytesInOutput: renderedLength }]),
      );
      const packages = bundledPackages({ outputs: { page: { inputs: Object.fromEntries(inputs) } } }, '');
      if (packages.length === 0) return;
      const source = thirdPartyText(packages, { holder, apache: readFileSync(apache, 'utf8') });
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY.txt', source });
    },
  };
}

/** A module that a plugin made of a file has its name behind a zero. */
function file(id) {
  return id.replace(/^\0/, '').replaceAll('\\', '/');
}
