import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readFileOrPipe, readRegularFile, sizeText } from '../../src/input/bounded-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'bounded-file-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'ten');
writeFileSync(file, '0123456789');
const pipe = join(folder, 'pipe');
execFileSync('mkfifo', [pipe]);
const options = { limit: 10, called: 'the list ten' };

describe.each([
  ['readRegularFile', async (path: string, limit: number) => readRegularFile(path, { ...options, limit })],
  ['readFileOrPipe', (path: string, limit: number) => readFileOrPipe(path, { ...options, limit })],
])('%s', (_name, read) => {
  it('returns a file up to its limit', async () => {
    expect(Buffer.from(await read(file, 10)).toString()).toBe('0123456789');
  });

  it('refuses a larger one and states the limit', async () => {
    await expect(read(file, 9)).rejects.toMatchObject({
      code: 'host/file-unusable',
      message: 'the list ten cannot be read: it is larger than 9 bytes',
    });
  });

  it.each([
    ['/dev/zero', 'it is a device, not a file'],
    [tmpdir(), 'it is a folder, not a file'],
    [join(folder, 'none'), 'there is no such file or folder'],
    ['/proc/self/maps', 'it is larger than 10 bytes'],
  ])('refuses %s', async (path, why) => {
    await expect(read(path, 10)).rejects.toMatchObject({ message: `the list ten cannot be read: ${why}` });
  });
});

it('refuses a pipe at once where a file is wanted', () => {
  expect(() => readRegularFile(pipe, options)).toThrow('it is a pipe, not a file');
});

it('reads a pipe up to the limit where one may be given', async () => {
  const writer = spawn('sh', ['-c', `printf 0123456789 > ${pipe}`]);
  expect(Buffer.from(await readFileOrPipe(pipe, options)).toString()).toBe('0123456789');
  writer.kill();
  const endless = spawn('sh', ['-c', `exec yes > ${pipe}`]);
  await expect(readFileOrPipe(pipe, options)).rejects.toThrow('larger than 10 bytes');
  endless.kill();
});

it('names the code of the options for what is too large', () => {
  expect(() => readRegularFile(file, { ...options, limit: 1, code: 'qr/unreadable' })).toThrow(
    expect.objectContaining({ code: 'qr/unreadable' }),
  );
});

it('says sizes as people do', () => {
  expect([10, 4096, 32 * 1024 * 1024].map(sizeText)).toEqual(['10 bytes', '4 kB', '32 MB']);
});
