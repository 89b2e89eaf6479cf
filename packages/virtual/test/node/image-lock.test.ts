import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { FileLock } from '../../src/node/file-lock.ts';
import { lockImage } from '../../src/node/image-lock.ts';
import { ownRecord } from '../../src/node/lock-owner.ts';
import { ScratchFolder } from '../support/scratch-folder.ts';

/** Returns the number of a process that has ended. */
function deadProcess(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

/** Makes a file look as if it had been written some seconds ago. */
function age(file: string, seconds: number): void {
  const then = Date.now() / 1000 - seconds;
  utimesSync(file, then, then);
}

describe('the lock of an image', () => {
  test('keeps a second owner away, names the first, and goes with it', () => {
    using folder = new ScratchFolder();
    const lock = lockImage(folder.file());
    expect(readFileSync(folder.file('dev.bin.lock'), 'utf8')).toMatch(`${process.pid} ${hostname()}\nsince 2`);
    expect(() => lockImage(folder.file())).toThrow(
      /is open in process \d+ since 2\d{3}-.*Z, renewed \d+ s ago; if that is not so, remove .*dev\.bin\.lock$/,
    );
    expect(failureOf(() => lockImage(folder.file())).code).toBe('flash/locked');
    expect(readdirSync(folder.path)).toEqual(['dev.bin.lock']);
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

  test('of another machine that was never heard of again is taken over after a day, and the error says so', () => {
    using folder = new ScratchFolder();
    writeFileSync(folder.file('dev.bin.lock'), `${deadProcess()} another-machine`);
    expect(() => lockImage(folder.file())).toThrow(
      /of another-machine; if that is not so, remove .*dev\.bin\.lock, or wait: it is free 24 hours after it was made$/,
    );
    age(folder.file('dev.bin.lock'), 86_300);
    expect(failureOf(() => lockImage(folder.file())).code).toBe('flash/locked');
    age(folder.file('dev.bin.lock'), 86_500);
    lockImage(folder.file())[Symbol.dispose]();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  test.each([
    ['another machine', `${process.pid} another-machine`, /^machine .*$/m, 'machine a b'],
    ['the machine before it was started anew', `${process.pid} ${hostname()}`, /^machine \S+/m, 'machine another-boot'],
    ['another container of the same name', `${process.pid} ${hostname()}`, /^(machine \S+) .*$/m, '$1 pid:[1]'],
  ])('of %s is free two minutes after its last renewal', (_, owner, part, other) => {
    using folder = new ScratchFolder();
    const record = ownRecord().replace(/^.*$/m, owner).replace(part, other);
    writeFileSync(folder.file('dev.bin.lock'), record);
    expect(() => lockImage(folder.file())).toThrow(/since 2.*renewed \d+ s ago/);
    age(folder.file('dev.bin.lock'), 110);
    expect(failureOf(() => lockImage(folder.file())).code).toBe('flash/locked');
    age(folder.file('dev.bin.lock'), 130);
    lockImage(folder.file())[Symbol.dispose]();
  });

  test.runIf(existsSync('/proc/self/stat'))('of a process whose number another one has by now is taken over', () => {
    using folder = new ScratchFolder();
    writeFileSync(folder.file('dev.bin.lock'), ownRecord().replace(/^started .*$/m, 'started 1'));
    lockImage(folder.file())[Symbol.dispose]();
    writeFileSync(folder.file('dev.bin.lock'), ownRecord());
    expect(failureOf(() => lockImage(folder.file())).code).toBe('flash/locked');
  });

  test('of a process that is there is never taken over, however long it has slept', () => {
    using folder = new ScratchFolder();
    using _lock = lockImage(folder.file());
    age(folder.file('dev.bin.lock'), 1_000_000);
    expect(failureOf(() => lockImage(folder.file())).code).toBe('flash/locked');
  });

  test('tells when it was renewed, and a renewal never reaches the lock of another', () => {
    using folder = new ScratchFolder();
    const file = folder.file('x.lock');
    const lock = FileLock.take(file, file);
    if (!(lock instanceof FileLock)) throw new Error('it is held');
    using _lock = lock;
    age(file, 1000);
    const before = statSync(file).mtimeMs;
    lock.renew();
    expect(statSync(file).mtimeMs).toBeGreaterThan(before + 900_000);
    rmSync(file);
    writeFileSync(file, 'of another');
    lock.renew();
    expect(readFileSync(file, 'utf8')).toBe('of another');
  });

  test('says what it says harmlessly, whatever stands in the file', () => {
    using folder = new ScratchFolder();
    writeFileSync(folder.file('dev.bin.lock'), `1 \u001b[31mhost\u202e${'x'.repeat(200)}\nsince \u001b[2J`);
    const error = failureOf(() => lockImage(folder.file()));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
    expect(error.message).not.toMatch(/[\u0000-\u001f\u202e]/);
  });

  test('that another process takes over right now is left to it', () => {
    using folder = new ScratchFolder();
    writeFileSync(folder.file('dev.bin.lock'), `${deadProcess()} ${hostname()}`);
    writeFileSync(folder.file('dev.bin.lock.guard'), `${process.ppid} ${hostname()}`);
    expect(failureOf(() => lockImage(folder.file())).code).toBe('flash/locked');
    // Two more that were killed in the middle of taking over.
    for (const name of ['dev.bin.lock.guard', 'dev.bin.lock.guard.guard']) {
      writeFileSync(folder.file(name), `${deadProcess()} ${hostname()}`);
    }
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
    expect(failureOf(() => lockImage(folder.file('missing/dev.bin'))).code).toBe('host/file-unusable');
  });
});
