import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { writeWholeFile } from '../../src/node/image-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'private-file-'));
afterAll(() => rmSync(folder, { recursive: true }));
const rightsOf = (path: string) => statSync(path).mode & 0o777;

it('makes a file for its owner alone', () => {
  const path = join(folder, 'new');
  writeWholeFile(path, 'secret');
  expect(rightsOf(path)).toBe(0o600);
});

it('leaves the rights of a file that is there', () => {
  const path = join(folder, 'old');
  writeWholeFile(path, 'secret');
  chmodSync(path, 0o640);
  writeWholeFile(path, 'other');
  expect(rightsOf(path)).toBe(0o640);
  expect(readFileSync(path, 'utf8')).toBe('other');
});
