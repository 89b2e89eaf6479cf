import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { emptyRelease } from '../../scripts/release/empty-release.mjs';

let home: string;
let out: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'esp-prov-release-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  out = join(home, 'eine Fassung, für später');
});

function fill(...files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(out, file)), { recursive: true });
    writeFileSync(join(out, file), file);
  }
}

const wholeRelease = [
  'CHANGES.md',
  'SHA256SUMS',
  'THIRD-PARTY.txt',
  'esp-prov-0.1.0-linux-x64.tar.gz',
  'esp-prov-0.1.0-site.tar.gz',
  'esp-prov-0.1.0.cdx.json',
  'esp-prov_0.1.0_all.deb',
  'npm/esp-prov-0.1.0.tgz',
  'release.json',
];

test('A release begins in an empty folder', () => {
  emptyRelease(out);
  expect(readdirSync(out, { recursive: true })).toEqual(['npm']);
  // One that was ended at once is taken as such.
  emptyRelease(out);
  fill(...wholeRelease);
  emptyRelease(out);
  expect(readdirSync(out, { recursive: true })).toEqual(['npm']);
});

test.each([
  ['letter.txt'],
  ['CHANGES.md'],
  ['CHANGES.md', 'src/index.ts'],
  [...wholeRelease, 'letter.txt'],
  [...wholeRelease, '.git/HEAD'],
  ['release.json', 'npm/package.json'],
  ['npm/deep/esp-prov.tgz'],
])('Nothing is deleted from a folder that holds %j', (...files) => {
  fill(...files);
  expect(() => emptyRelease(out)).toThrow(
    /^--out .+: it holds .+ of no release\. Expected .+, for example --out release$/,
  );
  expect(files.every((file) => existsSync(join(out, file)))).toBe(true);
});

test('A file is refused, and so is what lies below one', () => {
  writeFileSync(out, '');
  for (const each of [out, join(out, 'below')]) expect(() => emptyRelease(each)).toThrow('this is a file. Expected');
});

test('A link to a folder elsewhere stays one', () => {
  mkdirSync(join(home, 'disk'));
  symlinkSync(join(home, 'disk'), out);
  fill('npm/a.tgz');
  emptyRelease(out);
  expect(readdirSync(join(home, 'disk'), { recursive: true })).toEqual(['npm']);
});

test.runIf(existsSync('/proc/self'))('A folder that cannot be made is refused, and the attempt ends', () => {
  expect(() => emptyRelease('/proc/nowhere/release')).toThrow('it cannot be made (ENOENT). Expected a new folder');
});
