import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownFolder } from '../../command/own-folder.mjs';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'esp-prov-site.'));
});
afterAll(() => rmSync(home, { recursive: true }));

describe('ownFolder', () => {
  test('makes a folder, and those above it', () => {
    ownFolder(join(home, 'a/b/c'));
    expect(existsSync(join(home, 'a/b/c'))).toBe(true);
  });

  test('takes a site from before', () => {
    mkdirSync(join(home, 'site'));
    writeFileSync(join(home, 'site/index.html'), '');
    writeFileSync(join(home, 'site/files.txt'), 'index.html\nassets/a.js\n');
    expect(() => ownFolder(join(home, 'site'))).not.toThrow();
    writeFileSync(join(home, 'site/CNAME'), '');
    expect(() => ownFolder(join(home, 'site'))).toThrow('it holds CNAME, which is of no site');
  });

  test('refuses a folder with other files, and a file', () => {
    writeFileSync(join(home, 'letter.txt'), '');
    expect(() => ownFolder(home)).toThrow('Expected a folder that is empty or holds a site from before');
    expect(() => ownFolder(join(home, 'letter.txt'))).toThrow('this is a file. Expected a folder');
    expect(() => ownFolder(join(home, 'letter.txt/below'))).toThrow('Expected a folder');
  });

  test.runIf(existsSync('/proc/self'))('refuses one that cannot be made, and ends', () => {
    expect(() => ownFolder('/proc/nowhere/site')).toThrow(
      'Expected a folder that can be made and written to, for example /tmp/site (ENOENT)',
    );
  });
});
