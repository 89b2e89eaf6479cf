import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { holdLock } from '../../../../src/commands/provision/batch/batch-lock.ts';
import { Scratch } from '../../../support/scratch.ts';

describe('the lock of a batch', () => {
  test('keeps a second run away until it is given back', () => {
    using scratch = new Scratch();
    const path = scratch.path('lock');
    {
      using _ = holdLock(path);
      expect(() => holdLock(path)).toThrow(expect.objectContaining({ code: 'batch/running' }));
    }
    expect(existsSync(path)).toBe(false);
    using _ = holdLock(path);
    expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
  });

  test('is taken over from a process that no longer runs', () => {
    using scratch = new Scratch();
    const path = scratch.path('lock');
    writeFileSync(path, String(spawnSync(process.execPath, ['-e', '0']).pid));
    using _ = holdLock(path);
    expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
  });

  test('that cannot be made is told', () => {
    using scratch = new Scratch();
    const nowhere = scratch.path('no-such-folder/lock');
    expect(() => holdLock(nowhere)).toThrow(expect.objectContaining({ code: 'host/file-unusable' }));
  });
});
