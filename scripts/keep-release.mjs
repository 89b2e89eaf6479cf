// Keeps what is public in api/released/VERSION, for later versions to be compared with: a part of every release. Wants a
// build and reports that are up to date.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { plainFailures } from './plain-failures.mjs';
import { publicSurface } from './released/public-surface.mjs';
import { scriptArguments } from './script-arguments.mjs';
import { root } from './workspaces.mjs';

plainFailures('api:keep');
scriptArguments({ example: 'npm run api:keep' });

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const folder = join(root, 'api/released', version);
if (existsSync(folder)) {
  console.error(
    `api/released/${version} is there. A released version does not change: npm run version:set -- VERSION begins another one.`,
  );
  process.exit(1);
}
const surface = publicSurface();
// Half of it, after an interruption, would count as a release that has lost the rest.
const unfinished = join(root, 'temp/released');
rmSync(unfinished, { recursive: true, force: true });
for (const [path, text] of surface) {
  mkdirSync(dirname(join(unfinished, path)), { recursive: true });
  writeFileSync(join(unfinished, path), text);
}
mkdirSync(dirname(folder), { recursive: true });
renameSync(unfinished, folder);
console.log(`Kept ${surface.size} files in api/released/${version}. Commit them with the date of the changelog.`);
