import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compareReleases } from '../../scripts/release/compare-releases.mjs';
import { tarFolder } from '../../scripts/release/tar-folder.mjs';

describe('Two releases', () => {
  let folder: string;
  let one: string;
  let two: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'esp-prov-compare-'));
    [one, two] = [join(folder, 'one'), join(folder, 'two')];
    const content = join(folder, 'content');
    mkdirSync(join(content, 'deep'), { recursive: true });
    writeFileSync(join(content, 'deep/a.txt'), 'a');
    mkdirSync(join(one, 'npm'), { recursive: true });
    writeFileSync(join(one, 'CHANGES.md'), 'changes');
    pack(one);
    cpSync(one, two, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Packs the content as the archive of a release. */
  function pack(release: string, date = 1): void {
    tarFolder(join(folder, 'content'), { target: join(release, 'npm/x.tgz'), name: 'x', date });
  }

  test('are the same', async () => expect(await compareReleases(one, two)).toEqual([]));

  test('differ in files, which are named', async () => {
    writeFileSync(join(two, 'CHANGES.md'), 'others');
    writeFileSync(join(one, 'first.txt'), '');
    writeFileSync(join(two, 'second.txt'), '');
    expect(await compareReleases(one, two)).toEqual([
      'CHANGES.md: other bytes',
      'first.txt: only in the first',
      'second.txt: only in the second',
    ]);
  });

  test('differ in a file of an archive, which is named too', async () => {
    writeFileSync(join(folder, 'content/deep/a.txt'), 'b');
    pack(two);
    expect(await compareReleases(one, two)).toEqual(['npm/x.tgz: x/deep/a.txt: other bytes']);
  });

  test('differ in the times of an archive alone', async () => {
    pack(two, 2);
    expect(await compareReleases(one, two)).toEqual([
      'npm/x.tgz: same files, but another order, or other rights, times or owners',
    ]);
  });
});

test('The clock of the second run is ahead, and nothing else of it changes', () => {
  const clock = new URL('../../scripts/release/shifted-clock.cjs', import.meta.url).pathname;
  const script =
    'console.log(JSON.stringify([Date.now(), +new Date(), +new Date(5), Date.name, new Date() instanceof Date]))';
  const [now, made, given, name, isDate] = JSON.parse(
    execFileSync(process.execPath, ['--require', clock, '-e', script], { encoding: 'utf8' }),
  );
  expect(now - Date.now()).toBeGreaterThan(399 * 86_400_000);
  expect(made - now).toBeLessThan(60_000);
  expect([given, name, isDate]).toEqual([5, 'Date', true]);
});
