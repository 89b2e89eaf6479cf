import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { BuiltNote } from '../../scripts/built-note.mjs';
import { root } from '../../scripts/workspaces.mjs';

let home: string;
let output: string;
let note: BuiltNote;
const isFresh = (wanted = 'all') => note.isFresh(wanted, { output });

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'esp-prov-note-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  output = join(home, 'index.html');
  mkdirSync(join(home, 'sources/deep'), { recursive: true });
  mkdirSync(join(home, 'sources/dist'));
  for (const file of ['sources/a.md', 'sources/deep/b.md']) writeFileSync(join(home, file), file);
  note = new BuiltNote(join(home, 'note'), [relative(root, join(home, 'sources'))]);
  // What a test changes is newer than that, and older than a build.
  for (const path of ['deep/b.md', 'a.md', 'deep', '']) setTime(path, -60);
});

function setTime(path: string, seconds: number): void {
  const time = Date.now() / 1000 + seconds;
  utimesSync(join(home, 'sources', path), time, time);
}

const build = (): Promise<void> => note.during('all', async () => writeFileSync(output, ''));

test('What was built is fresh until a source is newer, or what was made is gone', async () => {
  expect(isFresh()).toBe(false);
  await build();
  expect([isFresh(), isFresh('without some')]).toEqual([true, false]);
  setTime('deep/b.md', 60);
  expect(isFresh()).toBe(false);
  setTime('deep/b.md', -60);
  rmSync(output);
  expect(isFresh()).toBe(false);
});

test('A file that went away counts, and what is made between the sources does not', async () => {
  await build();
  setTime('', 60);
  setTime('dist', 60);
  expect(isFresh()).toBe(true);
  rmSync(join(home, 'sources/deep/b.md'));
  setTime('deep', 60);
  expect(isFresh()).toBe(false);
});

test('A build that was not finished leaves no note, though it has made what another one looks for', async () => {
  await build();
  const half = note.during('all', async () => {
    writeFileSync(output, '');
    expect(isFresh()).toBe(false);
    throw new Error('interrupted');
  });
  await expect(half).rejects.toThrow('interrupted');
  expect(isFresh()).toBe(false);
});

test('What changes during a build is not in it', async () => {
  await note.during('all', async () => {
    writeFileSync(output, '');
    setTime('a.md', 0.01);
  });
  expect(isFresh()).toBe(false);
});
