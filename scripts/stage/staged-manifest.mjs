import { addressMembers } from './project.mjs';

/** What only a clone needs. */
const ofClone = ['devDependencies', 'scripts', 'private'];

/** The manifest of a library as it is released. */
export function libraryManifest(manifest, { addresses, home }) {
  return withAddresses(without(manifest, ofClone), addresses, home);
}

/** The manifest of the bundled command: nothing to install but what the user adds, and no module to import. */
export function commandManifest(manifest, { addresses, home, files }) {
  const rest = without(manifest, [...ofClone, 'dependencies', 'sideEffects']);
  return withAddresses({ ...rest, type: 'commonjs', files }, addresses, home);
}

function without(manifest, names) {
  return Object.fromEntries(Object.entries(manifest).filter(([name]) => !names.includes(name)));
}

/** Puts the addresses behind the licence, where readers of a manifest look for them. */
function withAddresses(manifest, addresses, home) {
  const entries = Object.entries(manifest);
  const at = entries.findIndex(([name]) => name === 'license') + 1;
  return Object.fromEntries([
    ...entries.slice(0, at),
    ...Object.entries(addressMembers(addresses, home)),
    ...entries.slice(at),
  ]);
}
