// Sets the version everywhere that a release looks for it: `npm run version:set -- 0.2.0`. What changes is left to commit.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainFailures } from './plain-failures.mjs';
import { checkVersions, isOurs, manifestPaths } from './release/check-versions.mjs';
import { isVersion } from './release/is-version.mjs';
import { argumentError, refuse, scriptArguments } from './script-arguments.mjs';
import { root } from './workspaces.mjs';
import { writeWhole } from './write-whole.mjs';

plainFailures('version:set');
const example = 'npm run version:set -- 0.2.0';
const { positionals } = scriptArguments({ names: 'a version', example });
const [version = ''] = positionals;
if (positionals.length !== 1 || !isVersion(version)) {
  refuse(argumentError(positionals.join(' '), 'a version', example));
}
for (const path of manifestPaths(root)) change(path, setIn);
for (const path of ['package-lock.json', 'site/package-lock.json']) {
  change(path, (lock) => {
    lock.version = version;
    for (const [folder, entry] of Object.entries(lock.packages)) {
      if (!folder.includes('node_modules/') && !entry.link) setIn(entry);
    }
  });
}
const man = join(root, 'apps/cli/man/esp-prov.1');
const page = readFileSync(man, 'utf8');
writeWhole(
  man,
  page.replace(/^(\.TH .*?esp\\-prov )[^"\s]+"/m, (_, head) => `${head}${version}"`),
);
checkVersions(root);
console.log(`${version} everywhere. CHANGELOG.md wants a section for it: ## [${version}] - not released yet`);

function setIn(manifest) {
  manifest.version = version;
  for (const kind of ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']) {
    for (const name of Object.keys(manifest[kind] ?? {})) if (isOurs(name)) manifest[kind][name] = version;
  }
}

function change(path, edit) {
  const file = join(root, path);
  const text = JSON.parse(readFileSync(file, 'utf8'));
  edit(text);
  writeWhole(file, `${JSON.stringify(text, null, 2)}\n`);
}
