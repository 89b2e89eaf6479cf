// Real clients of bluetoothd against the virtual one. The suite runs those that the machine has; this adds noble, whose
// two hundred packages are not worth a place in the lock.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { skip } from '../support/checks.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const suite = 'packages/virtual/test/node/bluez/real-clients.test.ts';
const packages = ['@stoprocent/noble@2.8.0', 'dbus-next@0.10.2'];

if (spawnSync('sh', ['-c', 'command -v dbus-daemon']).status !== 0) skip('dbus-daemon is not installed');
const home = mkdtempSync(join(tmpdir(), 'esp-prov-noble-'));
try {
  const options = ['--prefix', home, '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  const installed = spawnSync('npm', ['install', ...options, ...packages], { encoding: 'utf8' });
  if (installed.status !== 0) skip('npm could not install noble');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { status } = spawnSync(process.execPath, [vitest, 'run', suite], {
    cwd: root,
    env: { ...process.env, NOBLE_HOME: home },
    stdio: 'inherit',
  });
  process.exitCode = status === 0 ? 0 : 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}
