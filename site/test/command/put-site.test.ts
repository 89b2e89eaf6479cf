import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { filesBelow } from '../../../scripts/files-below.mjs';
import { ownFolder } from '../../command/own-folder.mjs';
import { putSite } from '../../command/put-site.mjs';

let made: string;
let out: string;
beforeEach(() => {
  const home = mkdtempSync(join(tmpdir(), 'esp-prov-site-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  made = join(home, 'made');
  out = join(home, 'a site, für alle');
  fill(made, ['404.html', 'assets/a.js', 'index.html']);
});

function fill(folder: string, files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), file);
  }
}

const below = (folder: string) => [...filesBelow(folder)];

test('A site takes the place of the one before, of which nothing is left', () => {
  ownFolder(out);
  putSite(made, out);
  expect(below(out)).toEqual(['404.html', 'assets/a.js', 'files.txt', 'index.html']);
  rmSync(join(made, 'assets'), { recursive: true });
  fill(made, ['guides/index.html']);
  ownFolder(out);
  putSite(made, out);
  expect(below(out)).toEqual(['404.html', 'files.txt', 'guides/index.html', 'index.html']);
});

test('A site that lacks files, as the run was ended that put it there, is taken as one from before', () => {
  ownFolder(out);
  putSite(made, out);
  for (const file of ['index.html', 'assets/a.js', '404.html']) {
    rmSync(join(out, file));
    expect(() => ownFolder(out)).not.toThrow();
  }
});

test('A list that names files elsewhere deletes none of them', () => {
  fill(dirname(out), ['letter.txt']);
  mkdirSync(out);
  writeFileSync(join(out, 'files.txt'), '../letter.txt\n');
  ownFolder(out);
  putSite(made, out);
  expect(below(dirname(out))).toContain('letter.txt');
});
