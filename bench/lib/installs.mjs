import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packedFiles, publishedPackages, root, stageFolder } from '../../scripts/workspaces.mjs';

/** Size and number of packages of the staged command, as npm installs it. */
export function installedCommand() {
  const folder = join(stageFolder, 'esp-prov');
  const { dependencies = {} } = readManifest(folder);
  return { bytes: sizeBelow(folder), packages: 1 + Object.keys(dependencies).length };
}

/** The same of the command with every package that its clone loads. */
export function unbundledCommand() {
  const folders = [...closure(join(root, 'apps/cli'))];
  const own = publishedPackages().filter(({ folder }) => folders.includes(folder));
  const files = packedFiles(own);
  const sizes = folders.map((folder) => {
    const packed = own.find((each) => each.folder === folder);
    if (packed === undefined) return sizeBelow(folder);
    const paths = files.get(packed.manifest.name).map((path) => join(folder, path));
    return paths.reduce((sum, path) => sum + statSync(path).size, 0);
  });
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), packages: folders.length };
}

/** A package's folder and those of everything that it depends on. */
function closure(folder, found = new Set()) {
  if (found.has(folder)) return found;
  found.add(folder);
  for (const name of Object.keys(readManifest(folder).dependencies ?? {})) closure(folderOf(name, folder), found);
  return found;
}

function folderOf(name, from) {
  const own = publishedPackages().find(({ manifest }) => manifest.name === name);
  if (own) return own.folder;
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(candidate)) return candidate;
  }
  throw new Error(`${name} is not installed for ${from}`);
}

function sizeBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, each) => {
    if (each.name === 'node_modules') return sum;
    const path = join(folder, each.name);
    return sum + (each.isDirectory() ? sizeBelow(path) : statSync(path).size);
  }, 0);
}

function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
