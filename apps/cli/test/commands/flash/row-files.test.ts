import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { rowFiles } from '../../../src/commands/flash/row-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'row-files-'));
afterAll(() => rmSync(folder, { recursive: true }));
const list = join(folder, 'lists', 'values.csv');
for (const name of ['lists/certs', 'lists-of-others']) mkdirSync(join(folder, name), { recursive: true });
writeFileSync(join(folder, 'lists/key.txt'), 'beside');
writeFileSync(join(folder, 'lists/certs/a.pem'), 'below');
writeFileSync(join(folder, 'secret.txt'), 'outside');
writeFileSync(join(folder, 'lists-of-others/key.txt'), 'of others');
symlinkSync('../secret.txt', join(folder, 'lists/link.txt'));
symlinkSync('certs/a.pem', join(folder, 'lists/inner.txt'));
symlinkSync('..', join(folder, 'lists/up'));
writeFileSync(join(folder, 'lists/huge.bin'), '');
truncateSync(join(folder, 'lists/huge.bin'), 1024 ** 3);

const reading = (name: string, below?: string) => () => Buffer.from(rowFiles(list, below)(name)).toString();

describe('a file that a row names', () => {
  test.each([
    ['key.txt', 'beside'],
    ['certs/a.pem', 'below'],
    ['../secret.txt', 'outside'],
    ['link.txt', 'outside'],
    [join(folder, 'secret.txt'), 'outside'],
  ])('is read beside the list, or where its name says: %s', (name, content) => {
    expect(reading(name)()).toBe(content);
  });

  test.each([
    ['/dev/zero', 'it is a device, not a file'],
    ['certs', 'it is a folder, not a file'],
    ['huge.bin', 'it is larger than 1 MB'],
    ['none', 'there is no such file or folder'],
  ])('is refused at once: %s', (name, why) => {
    expect(reading(name)).toThrow(new Error(why));
  });
});

describe('with --files-below', () => {
  const below = join(folder, 'lists');

  test.each([
    ['key.txt', 'beside'],
    ['certs/../certs/a.pem', 'below'],
    ['inner.txt', 'below'],
    [join(folder, 'lists/key.txt'), 'beside'],
  ])('%s is read', (name, content) => {
    expect(reading(name, below)()).toBe(content);
  });

  test.each(['..', '../secret.txt', 'link.txt', 'up/secret.txt', '../lists-of-others/key.txt', '/etc/passwd'])(
    '%s is refused, wherever links lead',
    (name) => {
      expect(reading(name, below)).toThrow(`it is not below ${below}`);
    },
  );

  test('a folder that is not there is refused before any row', () => {
    expect(() => rowFiles(list, join(folder, 'none'))).toThrow(expect.objectContaining({ code: 'host/file-unusable' }));
  });
});
