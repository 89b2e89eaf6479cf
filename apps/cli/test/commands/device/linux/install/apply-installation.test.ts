import { expect, test } from 'vitest';
import { applyInstallation } from '../../../../../src/commands/device/linux/install/apply-installation.ts';
import { installation, installedPaths } from '../../../../../src/commands/device/linux/install/installation.ts';
import { planInstallation } from '../../../../../src/commands/device/linux/install/plan.ts';
import { keptOutput } from '../fake-world.ts';

const files = installation({ logLevel: 'info', qr: false }, ['/usr/bin/esp-prov']);
const steps = planInstallation(files, new Map(), () => undefined);

async function applied(runs: boolean): Promise<string[]> {
  const done: string[] = [];
  await applyInstallation(steps, {
    system: { write: ({ path }) => void done.push(path), remove: (path) => void done.push(`remove ${path}`) },
    output: keptOutput(),
    force: false,
    runs,
    run: async (commands) => void done.push(...commands.map((words) => words.join(' '))),
  });
  return done;
}

test('the user is there before the policy of the bus that names it, and the bus reads it again after', async () => {
  const done = await applied(true);
  const at = (what: string) => done.findIndex((each) => each.startsWith(what));
  expect(at(installedPaths.sysusers)).toBe(0);
  expect(at('systemd-sysusers')).toBe(1);
  expect(at(installedPaths.bus)).toBeGreaterThan(1);
  expect(at('systemctl reload dbus')).toBeGreaterThan(at(installedPaths.bus));
  expect(done.at(-1)).toBe('systemctl restart esp-prov.service');
});

test('an image of a system has every file, and no command is run', async () => {
  expect((await applied(false)).sort()).toEqual(steps.map(({ path }) => path).sort());
});
