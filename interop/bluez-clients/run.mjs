// Real clients of bluetoothd against the virtual one. The suite runs those that the machine has; this adds noble, whose
// two hundred packages are not worth a place in the lock, by itself and under our central.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { skip } from '../support/checks.mjs';
import { build } from '../support/esp-prov.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const suite = 'packages/virtual-bluez/test/real-clients.test.ts';
const packages = ['@stoprocent/noble@2.8.0', 'dbus-next@0.10.2'];

if (spawnSync('sh', ['-c', 'command -v dbus-daemon']).status !== 0) skip('dbus-daemon is not installed');
const home = mkdtempSync(join(tmpdir(), 'esp-prov-noble-'));
try {
  const options = ['--prefix', home, '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'];
  // A registry that does not answer is tried once more, but not for ever.
  const install = () =>
    spawnSync('npm', ['install', ...options, ...packages], { timeout: 150_000, killSignal: 'SIGKILL' });
  if (install().status !== 0 && install().status !== 0) skip('npm could not install noble');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  build();
  const programs = [[vitest, 'run', suite], ['interop/bluez-clients/noble-conformance.mjs']];
  for (const args of programs) {
    const env = { ...process.env, NOBLE_HOME: home };
    const { status } = spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
