import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failureOf } from '@esp-prov/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { factoryImage } from '../../src/index.ts';
import { changeImage, FileFlash, writeImage } from '../../src/node/index.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'esp-prov-flash-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const image = () => factoryImage({ size: 0x20000 });
const path = () => join(folder, 'dev.bin');

describe('a flash in a file', () => {
  test('is made when it is not there, and keeps what is programmed and erased at once', () => {
    using flash = FileFlash.open(path(), image);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    flash.program(0x10000, Uint8Array.of(1, 2, 3));
    expect([...readFileSync(path()).subarray(0x10000, 0x10004)]).toEqual([1, 2, 3, 0xff]);
    flash.program(0x10000, Uint8Array.of(0xfe));
    expect(flash.read(0x10000, 1)).toEqual(Uint8Array.of(0));
    flash.erase(0x10);
    expect([...readFileSync(path()).subarray(0x10000, 0x10003)]).toEqual([0xff, 0xff, 0xff]);
  });

  test('is refused to another opener while it is open, and free afterwards', () => {
    const flash = FileFlash.open(path(), image);
    expect(failureOf(() => FileFlash.open(path())).code).toBe('flash/locked');
    expect(failureOf(() => changeImage(path(), () => undefined)).code).toBe('flash/locked');
    flash[Symbol.dispose]();
    expect(existsSync(`${path()}.lock`)).toBe(false);
    FileFlash.open(path())[Symbol.dispose]();
  });

  test('is free when the process that locked it was killed', () => {
    writeImage(path(), image());
    writeFileSync(`${path()}.lock`, '999999999');
    FileFlash.open(path())[Symbol.dispose]();
    expect(existsSync(`${path()}.lock`)).toBe(false);
  });

  test.each([0, 5, 4097])('of %i bytes is refused by name', (length) => {
    writeFileSync(path(), new Uint8Array(length));
    expect(failureOf(() => FileFlash.open(path())).code).toBe('host/file-unusable');
    expect(existsSync(`${path()}.lock`)).toBe(false);
  });

  test('in a folder that is not there is refused by name', () => {
    expect(failureOf(() => FileFlash.open(join(folder, 'missing', 'dev.bin'), image)).code).toBe('host/file-unusable');
  });
});

describe('a change of an image', () => {
  test('that fails leaves the file as it was, without lock and temporary file', () => {
    writeImage(path(), image());
    const before = readFileSync(path());
    const stopped = new Error('stopped');
    expect(() =>
      changeImage(path(), () => {
        throw stopped;
      }),
    ).toThrow(stopped);
    expect(readFileSync(path()).equals(before)).toBe(true);
    expect(existsSync(`${path()}.lock`)).toBe(false);
  });
});
