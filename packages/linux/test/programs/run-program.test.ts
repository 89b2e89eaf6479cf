import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeUtf8, systemClock, utf8 } from '@esp-prov/protocol';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, it } from 'vitest';
import { systemPrograms } from '../../src/programs/system-programs.ts';

const programs = systemPrograms();
const shell = (script: string, ...rest: string[]) => ({ program: 'sh', arguments: ['-c', script, 'sh', ...rest] });
const text = async (script: string, ...rest: string[]) =>
  decodeUtf8((await programs.run(shell(script, ...rest))).stdout);

describe('runProgram', () => {
  it('returns what a program prints, byte for byte, and gives it its input and its arguments as they are', async () => {
    const input = Uint8Array.from({ length: 60_000 }, (_, i) => i % 256);
    const { stdout } = await programs.run({ program: 'cat', input });
    expect(stdout).toEqual(input);
    expect(await text('printf "%s|" "$@"', 'a b', '$(id)', '', '*')).toBe('a b|$(id)||*|');
  });

  it('hands on nothing of this environment but the path', async () => {
    const { stdout } = await programs.run({ program: 'env', env: { EVENT: 'ready' } });
    const names = (decodeUtf8(stdout) ?? '')
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0]);
    expect(names.sort()).toEqual(['EVENT', 'LC_ALL', 'PATH']);
  });

  it('finds programs of root although the path has none of their folders', async () => {
    const { stdout } = await programs.run({ program: 'sh', arguments: ['-c', 'echo $PATH'] });
    expect(decodeUtf8(stdout)).toContain('/usr/sbin');
  });

  it('names a program that is not installed, and its package', async () => {
    const error = await failureOf(programs.run({ program: 'esp-prov-nothing', debianPackage: 'nothing-base' }));
    expect(error).toMatchObject({ code: 'board/program-missing', details: { debianPackage: 'nothing-base' } });
    expect(error.message).toContain('install the package nothing-base');
  });

  it('says how a program failed, in its own last words, made harmless', async () => {
    const error = await failureOf(programs.run(shell('echo first >&2; printf "no\\033[2Jsuch\\n" >&2; exit 3')));
    expect(error.code).toBe('board/program-failed');
    expect(error.message).toBe('the program sh ended with the exit code 3: no\u{fffd}[2Jsuch');
  });

  it('says which signal ended a program', async () => {
    expect((await failureOf(programs.run(shell('kill -9 $$')))).message).toContain('was ended by SIGKILL');
  });

  it('refuses what cannot be an argument', async () => {
    const error = await failureOf(programs.run({ program: 'echo', arguments: ['a\0b'] }));
    expect(error.code).toBe('board/program-failed');
  });

  it('kills a program that takes too long, with all that it has started', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'esp-prov-run-'));
    const pidFile = join(folder, 'pid');
    const clock = manualClock();
    const run = systemPrograms({ clock }).run({
      ...shell('sleep 600 & echo $! >"$1"; wait', pidFile),
      timeoutMs: 5000,
    });
    await expect.poll(() => existsSync(pidFile)).toBe(true);
    const failure = failureOf(run);
    await clock.advance(5000);
    expect((await failure).message).toBe('the program sh did not end within 5000 ms');
    const pid = Number(await readFile(pidFile, 'utf8'));
    await expect.poll(() => isAlive(pid)).toBe(false);
    await rm(folder, { recursive: true });
  });

  it('kills a program that prints without end', async () => {
    const error = await failureOf(programs.run({ program: 'yes', maxOutput: 1000 }));
    expect(error.message).toBe('the program yes printed more than 1000 bytes');
    expect((await failureOf(programs.run({ program: 'yes' }))).message).toContain('65536');
  });

  it('keeps the beginning of endless complaints', async () => {
    const { stderr } = await programs.run(shell('head -c 300000 /dev/zero | tr "\\0" x >&2'));
    expect(stderr).toHaveLength(4096);
  });

  it('gives up for the reason of the signal, also before it starts', async () => {
    const reason = new Error('enough');
    await expect(programs.run({ ...shell('sleep 600'), signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const run = programs.run({ ...shell('sleep 600'), signal: controller.signal });
    controller.abort(reason);
    await expect(run).rejects.toBe(reason);
  });

  it('does not wait for what a program leaves running with its pipes', async () => {
    const { stdout } = await programs.run(shell('sleep 20 & echo $!'));
    const pid = Number(decodeUtf8(stdout));
    expect(isAlive(pid)).toBe(true);
    process.kill(pid, 'SIGKILL');
  });

  it('is not harmed by a program that reads nothing of much input', async () => {
    await programs.run({ program: 'true', input: utf8('x'.repeat(1_000_000)) });
    expect(systemClock.now()).toBeGreaterThan(0);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
