// Makes `stage/debian/esp-prov_VERSION_all.deb`, the command as a package of Debian with the service of a Linux board, which
// it does not start. Wants `npm run stage`. Two runs of the same sources make the same bytes: SOURCE_DATE_EPOCH, else the
// time of the last commit. `--untried`: without a run and without lintian. Ends with 77 where dpkg-deb is missing.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { controlFiles } from './debian/control-files.mjs';
import { judgePackage } from './debian/judge-package.mjs';
import { layOut } from './debian/lay-out.mjs';
import { setTimes, sourceDate } from './debian/source-date.mjs';
import { tryPackage } from './debian/try-package.mjs';
import { plainFailures } from './plain-failures.mjs';
import { temporaryFolder } from './temporary-folder.mjs';
import { root, run, stageFolder } from './workspaces.mjs';

plainFailures('debian');
const bundle = join(stageFolder, 'esp-prov');
if (!existsSync('/usr/bin/dpkg-deb')) {
  console.error('dpkg-deb is not installed, so no package of Debian can be made');
  process.exit(77);
}
if (!existsSync(join(bundle, 'dist/main.js'))) throw new Error('stage/esp-prov is missing. Run: npm run stage');

const { version, description } = JSON.parse(readFileSync(join(bundle, 'package.json'), 'utf8'));
const date = sourceDate(root);
const target = join(stageFolder, 'debian');
const file = join(target, `esp-prov_${version}_all.deb`);
const { path: work, remove } = temporaryFolder('esp-prov-debian-');
try {
  await layOut(work, { bundle, version, date });
  controlFiles(work, { version, description });
  setTimes(work, date);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  run('dpkg-deb', ['--root-owner-group', '-Zxz', '--build', work, file], {
    env: { ...process.env, SOURCE_DATE_EPOCH: String(date) },
  });
  if (!process.argv.includes('--untried')) {
    tryPackage(file, { version, work: join(work, 'try') });
    console.log(judgePackage(file));
  }
  console.log(`stage/debian/esp-prov_${version}_all.deb`);
} finally {
  await remove();
}
