// Makes `stage/executable/esp-prov`, the command as one file for Linux on x64 that needs no Node, and runs it, unless
// `--untried` is given. Ends with 77 where this system or this Node cannot make it.
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleExecutable } from './executable/bundle-executable.mjs';
import { singleExecutable, whyNot } from './executable/single-executable.mjs';
import { tryExecutable } from './executable/try-executable.mjs';
import { plainFailures } from './plain-failures.mjs';
import { bundledPackages, thirdPartyText } from './stage/third-party.mjs';
import { temporaryFolder } from './temporary-folder.mjs';
import { root, stageFolder } from './workspaces.mjs';

plainFailures('executable');
const reason = whyNot();
if (reason !== undefined) {
  console.error(reason);
  process.exit(77);
}
const { version } = JSON.parse(readFileSync(join(root, 'apps/cli/package.json'), 'utf8'));
const target = join(stageFolder, 'executable');
const { path: work, remove } = temporaryFolder('esp-prov-executable-');
try {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const script = join(work, 'esp-prov.cjs');
  const packages = bundledPackages(await bundleExecutable(script, { version }), root);
  const assets = { LICENSE: join(target, 'LICENSE'), 'THIRD-PARTY.txt': join(target, 'THIRD-PARTY.txt') };
  cpSync(join(root, 'LICENSE'), assets.LICENSE);
  writeFileSync(assets['THIRD-PARTY.txt'], thirdPartyText(packages, { apache: readFileSync(assets.LICENSE, 'utf8') }));
  const file = join(target, 'esp-prov');
  await singleExecutable(file, { script, assets, work });
  const untried = process.argv.includes('--untried');
  if (!untried) await tryExecutable(file, { version, work });
  console.log(
    `stage/executable/esp-prov ${untried ? 'is made' : 'runs'}: ${Math.round(statSync(file).size / 2 ** 20)} MiB, Node ${process.versions.node}.`,
  );
} finally {
  await remove();
}
