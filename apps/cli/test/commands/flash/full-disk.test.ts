import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { commandFile, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';

/** A device of Linux that is always full. */
const full = '/dev/full';

/** Runs the command by way of a shell that arranges something before. */
async function runBehind(words: string, args: readonly string[]) {
  const child = spawn('sh', ['-c', words, process.execPath, commandFile, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await closed) as [number];
  return { code, stdout, stderr };
}

/** Runs the command with one of its outputs on the full disk. */
function runInto(redirection: string, args: readonly string[]) {
  return runBehind(`exec "$0" "$@" ${redirection}`, args);
}

describe.runIf(existsSync(full)).concurrent('a full disk', { timeout: testTimeoutMs }, () => {
  test.each([
    [['--help']],
    [['--version']],
    [['errors']],
    [['errors', '--json']],
    [['completion', 'bash']],
    [['flash', 'nvs', '--help']],
    [['qr', '--name', 'PROV_1', '--pop', 'abcd1234']],
    [['info', '--service-name', '127.0.0.1:1', '--json']],
  ])('under the output of %j is named, and the run has failed', async (args) => {
    const { code, stderr } = await runInto(`> ${full}`, args);
    expect(stderr).toContain('(host/file-unusable)\n       Standard output cannot be written: the disk is full.\n');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(9);
  });

  test('does not hide that the command line was wrong', async () => {
    const { code, stderr } = await runInto(`> ${full}`, ['info', '--no-such-option']);
    expect(stderr).toContain('usage/invalid-option');
    expect(code).toBe(2);
  });

  test('under stderr takes nothing from the result', async () => {
    const { code, stdout } = await runInto(`2> ${full}`, ['errors']);
    expect(stdout).toContain('host/file-unusable');
    expect(code).toBe(0);
  });

  test('under a picture leaves what was there, and is named', async () => {
    using scratch = new Scratch();
    const file = scratch.path('code.svg');
    writeFileSync(file, 'the old one');
    // No file may become longer than that: the nearest to a full disk that needs no rights.
    const args = ['qr', '--name', 'PROV_1', '--pop', 'a'.repeat(1000), '--out', file];
    const { code, stderr } = await runBehind('trap "" XFSZ; ulimit -f 1; exec "$0" "$@"', args);
    expect(stderr).toMatch(/the file would be too large; nothing was changed/i);
    expect(code).toBe(9);
    expect(readFileSync(file, 'utf8')).toBe('the old one');
    expect(readdirSync(scratch.path('.'))).toEqual(['code.svg']);
  });
});
