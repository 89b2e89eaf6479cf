import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundledPackages, thirdPartyText } from '../../../scripts/stage/third-party.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Adds the licences of the packages of others whose code is in the page. */
export function thirdPartyPlugin() {
  return {
    name: 'esp-prov-third-party',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
      const inputs = chunks.flatMap(({ modules }) =>
        Object.entries(modules).map(([id, { renderedLength }]) => [relative(id), { bytesInOutput: renderedLength }]),
      );
      const packages = bundledPackages({ outputs: { page: { inputs: Object.fromEntries(inputs) } } }, root);
      if (packages.length === 0) return;
      const source = thirdPartyText(packages, {
        holder: 'The page and the element',
        apache: readFileSync(`${root}LICENSE`, 'utf8'),
      });
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY.txt', source });
    },
  };
}

function relative(id) {
  const path = id.replace(/^\0/, '').replaceAll('\\', '/');
  const at = path.lastIndexOf('node_modules/');
  return at < 0 ? path : path.slice(at);
}
