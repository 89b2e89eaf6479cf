// Makes the folder that releases are packed from: `stage/esp-prov` is the command as a bundle, beside it are the
// libraries. git ignores it, and nothing in a clone looks at it. Wants a build. `--command`: only the command.
import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { plainFailures } from './plain-failures.mjs';
import { missingAddresses, projectAddresses } from './stage/project.mjs';
import { setModes } from './stage/set-modes.mjs';
import { stageCommand } from './stage/stage-command.mjs';
import { stageLibrary } from './stage/stage-library.mjs';
import { packedFiles, publishedPackages, root, run, stageFolder } from './workspaces.mjs';

plainFailures('stage');
// What is packed is never older than its sources.
run(process.execPath, [join(root, 'scripts/build-web.mjs'), '--if-needed'], { cwd: root });

const only = process.argv.includes('--command');
const addresses = projectAddresses();
const packages = publishedPackages().filter(({ manifest }) => !only || manifest.bin !== undefined);
const libraries = packages.filter(({ manifest }) => manifest.bin === undefined);
const files = only ? new Map() : packedFiles(libraries);

for (const each of packages) {
  const target = join(stageFolder, each.manifest.bin === undefined ? basename(each.home) : each.manifest.name);
  rmSync(target, { recursive: true, force: true });
  if (each.manifest.bin === undefined) {
    stageLibrary(target, each, { files: files.get(each.manifest.name), addresses });
  } else {
    const bundled = await stageCommand(target, each, { addresses });
    console.log(`${each.manifest.name} is a bundle, with code of ${bundled.length} packages of others.`);
  }
  setModes(target, { executables: Object.values(each.manifest.bin ?? {}) });
}
console.log(`Staged ${packages.map(({ manifest }) => manifest.name).join(', ')}.`);
const missing = missingAddresses(addresses);
if (missing.length > 0)
  console.warn(`Warning: project.json gives no ${missing.join(', ')}, so the manifests have none.`);
