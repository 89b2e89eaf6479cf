import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { changeImage, FileFlash, readImage, writeImage, writeWholeFile } from '../../src/node/index.ts';
import { ScratchFolder } from '../support/scratch-folder.ts';

const old = new Uint8Array(4096).fill(1);
const changed = new Uint8Array(4096).fill(2);

describe('a file that is replaced as a whole', () => {
  test('has its new content, and nothing is left beside it', () => {
    using folder = new ScratchFolder();
    writeWholeFile(folder.file(), old);
    writeWholeFile(folder.file(), changed);
    expect(readFileSync(folder.file())[0]).toBe(2);
    expect(readdirSync(folder.path)).toEqual(['dev.bin']);
  });

  test('keeps its rights; a new one is for its owner alone unless others are asked for', () => {
    using folder = new ScratchFolder();
    writeWholeFile(folder.file('plain.txt'), old, { mode: 0o644 });
    expect(statSync(folder.file('plain.txt')).mode & 0o777).toBe(0o644 & ~process.umask());
    writeWholeFile(folder.file('series.csv'), 'one of many', { ofSeries: true });
    expect(statSync(folder.file('series.csv')).mode & 0o777).toBe(0o600);
    writeImage(folder.file(), old);
    expect(statSync(folder.file()).mode & 0o777).toBe(0o600);
    chmodSync(folder.file(), 0o640);
    changeImage(folder.file(), () => changed);
    expect(statSync(folder.file()).mode & 0o777).toBe(0o640);
  });

  test('by way of a link stays where it is, and the link a link', () => {
    using folder = new ScratchFolder();
    mkdirSync(folder.file('images'));
    writeWholeFile(folder.file('images/dev.bin'), old);
    symlinkSync('images/dev.bin', folder.file('link.bin'));
    changeImage(folder.file('link.bin'), () => changed);
    expect(readlinkSync(folder.file('link.bin'))).toBe('images/dev.bin');
    expect(readImage(folder.file('images/dev.bin'))[0]).toBe(2);
  });

  test('gets over what a killed process left', () => {
    using folder = new ScratchFolder();
    writeWholeFile(folder.file(), old);
    writeFileSync(folder.file('dev.bin.new'), 'half of it');
    writeWholeFile(folder.file(), changed);
    expect(readdirSync(folder.path)).toEqual(['dev.bin']);
    expect(readFileSync(folder.file())[0]).toBe(2);
  });

  test.each([
    ['in a folder that is not there', 'missing/dev.bin'],
    ['where a folder stands', '.'],
  ])('%s is refused by name', (_, name) => {
    using folder = new ScratchFolder();
    expect(() => writeWholeFile(folder.file(name), old)).toThrow();
    expect(failureOf(() => readImage(folder.file(name))).code).toBe('host/file-unusable');
    expect(failureOf(() => changeImage(folder.file(name), () => changed)).code).toBe('host/file-unusable');
    expect(existsSync(folder.file('dev.bin.lock'))).toBe(false);
  });

  test.runIf(existsSync('/dev/full'))('on a disk that is full is refused by name', () => {
    expect(failureOf(() => writeWholeFile('/dev/full', old)).code).toBe('host/file-unusable');
  });

  test.runIf(existsSync('/dev/null'))('that is no file at all is written to', () => {
    expect(() => writeWholeFile('/dev/null', old)).not.toThrow();
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});

describe('what is no image', () => {
  test.each(['/dev/zero', '/dev/null'])('is not read: %s', (path) => {
    expect(() => readImage(path)).toThrow(/a device or a pipe, not a file/);
  });

  test('is not read: a pipe, whether something writes into it or not', () => {
    using folder = new ScratchFolder();
    execFileSync('mkfifo', [folder.file('pipe')]);
    expect(() => readImage(folder.file('pipe'))).toThrow(/a device or a pipe, not a file/);
    expect(failureOf(() => FileFlash.open(folder.file('pipe'))).code).toBe('host/file-unusable');
    expect(readdirSync(folder.path)).toEqual(['pipe']);
  });

  test('is not read: a file larger than any flash chip', () => {
    using folder = new ScratchFolder();
    writeFileSync(folder.file(), '');
    truncateSync(folder.file(), 3 * 1024 ** 3);
    expect(() => readImage(folder.file())).toThrow(/larger than 128 MB/);
    expect(failureOf(() => FileFlash.open(folder.file())).code).toBe('host/file-unusable');
  });
});

describe('an image under two names', () => {
  test('has one lock', () => {
    using folder = new ScratchFolder();
    writeImage(folder.file(), old);
    symlinkSync('dev.bin', folder.file('link.bin'));
    using _flash = FileFlash.open(folder.file());
    expect(failureOf(() => changeImage(folder.file('link.bin'), () => changed)).code).toBe('flash/locked');
    expect(failureOf(() => writeImage(folder.file('link.bin'), changed)).code).toBe('flash/locked');
    expect(readImage(folder.file())[0]).toBe(1);
  });
});
