import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { describe, expect, test } from 'vitest';
import { lockImage } from '../../src/node/image-lock.ts';
import { codeOf } from '../support/code-of.ts';
import { ScratchFolder } from '../support/scratch-folder.ts';

/** Number of a process that has ended. */
function deadProcess(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

describe('the lock of an image', () => {
  test('keeps a second owner away, names the first, and goes with it', () => {
    using folder = new ScratchFolder();
    const lock = lockImage(folder.file());
    expect(readFileSync(folder.file('dev.bin.lock'), 'utf8')).toBe(`${process.pid} ${hostname()}`);
    expect(() => lockImage(folder.file())).toThrow(`process ${process.pid}`);
    lock[Symbol.dispose]();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  test.each([
    ['of a process that was killed', () => `${deadProcess()} ${hostname()}`],
    ['of such a process, without its machine', () => String(deadProcess())],
    ['that nobody has put a name into', () => ''],
    ['with something else in it', () => 'not a process'],
  ])('%s is taken over', (_, content) => {
    using folder = new ScratchFolder();
    writeFileSync(folder.file('dev.bin.lock'), content());
    using _lock = lockImage(folder.file());
    expect(readFileSync(folder.file('dev.bin.lock'), 'utf8')).toContain(String(process.pid));
    expect(readdirSync(folder.path)).toEqual(['dev.bin.lock']);
  });

  test('of another machine is never taken over, and the error says what to remove', () => {
    using folder = new ScratchFolder();
    writeFileSync(folder.file('dev.bin.lock'), `${deadProcess()} another-machine`);
    expect(() => lockImage(folder.file())).toThrow(/of another-machine; if that is not so, remove .*dev\.bin\.lock/);
  });

  test('that another process takes over right now is left to it', () => {
    using folder = new ScratchFolder();
    writeFileSync(folder.file('dev.bin.lock'), `${deadProcess()} ${hostname()}`);
    writeFileSync(folder.file('dev.bin.lock.guard'), `${process.ppid} ${hostname()}`);
    expect(codeOf(() => lockImage(folder.file()))).toBe('flash/locked');
    writeFileSync(folder.file('dev.bin.lock.guard'), `${deadProcess()} ${hostname()}`);
    lockImage(folder.file())[Symbol.dispose]();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  test('that was removed by hand and taken by another is not removed with the first', () => {
    using folder = new ScratchFolder();
    const lock = lockImage(folder.file());
    writeFileSync(folder.file('dev.bin.lock'), `${process.ppid} ${hostname()}`);
    lock[Symbol.dispose]();
    expect(existsSync(folder.file('dev.bin.lock'))).toBe(true);
  });

  test('cannot be had in a folder that is not there', () => {
    using folder = new ScratchFolder();
    expect(codeOf(() => lockImage(folder.file('missing/dev.bin')))).toBe('host/file-unusable');
  });
});
