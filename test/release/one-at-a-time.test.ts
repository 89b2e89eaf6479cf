import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { oneAtATime } from '../../scripts/one-at-a-time.mjs';

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'esp-prov-turns-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test('A task is refused while it runs, and runs again after its end, however it ended', async () => {
  const folder = scratch();
  const failing = oneAtATime(
    'site',
    async () => {
      await expect(oneAtATime('site', async () => 2, { folder })).rejects.toThrow(
        `npm run site is under way as process ${process.pid}. Expected one at a time`,
      );
      throw new Error('it failed');
    },
    { folder },
  );
  await expect(failing).rejects.toThrow('it failed');
  expect(await oneAtATime('site', async () => 3, { folder })).toBe(3);
});

test.each(['4194304\n', 'nonsense', ''])('A note %j of a process that is gone does not count', async (left) => {
  const folder = scratch();
  writeFileSync(join(folder, 'release-dry.pid'), left);
  expect(await oneAtATime('release:dry', async () => 1, { folder })).toBe(1);
  expect(existsSync(join(folder, 'release-dry.pid'))).toBe(false);
});
