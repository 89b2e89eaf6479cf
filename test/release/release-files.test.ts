import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeSums } from '../../scripts/release/release-files.mjs';
import { tarFolder } from '../../scripts/release/tar-folder.mjs';
import { setModes } from '../../scripts/stage/set-modes.mjs';

const long = `assets/${'deep/'.repeat(16)}${'a'.repeat(60)}.js`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'esp-prov-release-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function fill(name: string, files: Record<string, string>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true });
    writeFileSync(join(folder, name, path), text);
  }
  return join(folder, name);
}

describe('An archive', () => {
  const files = { 'b.txt': 'b', 'a/c.txt': 'x'.repeat(512), 'a/b.txt': '', [long]: 'long' };
  const pack = (source: string, target: string, name = 'site') => {
    tarFolder(source, { target: join(folder, target), name, date: 1_700_000_000, executables: ['b.txt'] });
    return readFileSync(join(folder, target));
  };

  test('unpacks as what it was made of', () => {
    pack(fill('one', files), 'one.tar.gz');
    execFileSync('tar', ['-xzf', 'one.tar.gz'], { cwd: folder });
    for (const [path, text] of Object.entries(files))
      expect(readFileSync(join(folder, 'site', path), 'utf8')).toBe(text);
    expect(statSync(join(folder, 'site/b.txt')).mode & 0o777).toBe(0o755);
    expect(statSync(join(folder, 'site/a/c.txt')).mtimeMs).toBe(1_700_000_000_000);
  });

  test('has the same bytes whatever the order, the times and the rights of the files', () => {
    const one = fill('one', files);
    const two = fill('two', Object.fromEntries(Object.entries(files).reverse()));
    utimesSync(join(two, 'b.txt'), 1, 1);
    chmodSync(join(two, 'b.txt'), 0o600);
    expect(pack(one, 'one.tar.gz').equals(pack(two, 'two.tar.gz'))).toBe(true);
    writeFileSync(join(two, 'b.txt'), 'c');
    expect(pack(one, 'one.tar.gz').equals(pack(two, 'two.tar.gz'))).toBe(false);
  });

  test('refuses what it cannot hold', () => {
    const one = fill('one', { [`${'a'.repeat(101)}.txt`]: '' });
    expect(() => pack(one, 'one.tar.gz', 'b'.repeat(160))).toThrow('too long for an archive');
    const two = fill('two', { 'a.txt': '' });
    symlinkSync('a.txt', join(two, 'b.txt'));
    expect(() => pack(two, 'two.tar.gz')).toThrow('b.txt is neither a file nor a folder');
  });
});

test('Checksums are those that sha256sum finds, sorted, without their own file', async () => {
  const release = fill('release', { 'npm/b.tgz': 'b', 'a.txt': 'a', SHA256SUMS: 'of an earlier run' });
  await writeSums(release);
  expect(readFileSync(join(release, 'SHA256SUMS'), 'utf8')).toBe(
    execFileSync('sha256sum', ['a.txt', 'npm/b.tgz'], { cwd: release, encoding: 'utf8' }),
  );
});

test('Rights do not depend on the umask', () => {
  const one = fill('one', { 'bin/run.js': '', 'a.txt': '' });
  chmodSync(join(one, 'bin'), 0o700);
  chmodSync(join(one, 'a.txt'), 0o666);
  setModes(one, { executables: ['./bin/run.js'] });
  expect(['', 'bin', 'bin/run.js', 'a.txt'].map((path) => statSync(join(one, path)).mode & 0o777)).toEqual([
    0o755, 0o755, 0o755, 0o644,
  ]);
});
