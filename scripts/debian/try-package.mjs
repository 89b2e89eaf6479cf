import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../workspaces.mjs';

/** Unpacks the package and runs its command, which has nothing of the clone beside it. */
export function tryPackage(file, { version, work }) {
  run('dpkg-deb', ['--extract', file, work]);
  const command = join(work, 'usr/bin/esp-prov');
  const told = run(process.execPath, [command, '--version']);
  if (!told.startsWith(`esp-prov ${version}`)) throw new Error(`the command of the package says ${told}`);
  const unit = readFileSync(join(work, 'usr/lib/systemd/system/esp-prov.service'), 'utf8');
  if (!unit.includes('\nExecStart=/usr/bin/esp-prov device --linux')) throw new Error(`no service:\n${unit}`);
}
