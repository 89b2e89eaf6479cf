import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { failureOf, manualClock } from '@esp-prov/testing';
import { describe, expect, it } from 'vitest';
import { systemPrograms } from '../../src/programs/system-programs.ts';
import { until } from '../support/until.ts';

const programs = systemPrograms();
const built = fileURLToPath(new URL('../../dist/programs/system-programs.js', import.meta.url));
const shell = (script: string) => ({ program: 'sh', arguments: ['-c', script] });
const endless = 'echo hello >&2; exec sleep 600';

describe('guardProgram', () => {
  it('goes on until it is put away', async () => {
    const lines: string[] = [];
    const onLine = (line: string) => void lines.push(line);
    const program = await programs.guard({ ...shell(endless), ready: /hello/, onLine });
    expect(isAlive(program.pid)).toBe(true);
    expect(lines).toEqual(['hello']);
    await program[Symbol.asyncDispose]();
    expect(isAlive(program.pid)).toBe(false);
    expect(program.ended.aborted).toBe(false);
  });

  it('kills a program that does not listen', async () => {
    const program = await programs.guard({
      ...shell('trap "" TERM; echo on >&2; while :; do sleep 1; done'),
      ready: /on/,
    });
    await program[Symbol.asyncDispose]();
    expect(isAlive(program.pid)).toBe(false);
  });

  it('ends with all that the program has started', async () => {
    const lines: string[] = [];
    const onOutput = (line: string) => void lines.push(line);
    // A shell that does not become its last command, as one of `--button` with a loop.
    const script = 'echo on >&2; while sleep 600; do echo offer; done & echo $!; wait';
    const program = await programs.guard({ ...shell(script), ready: /on/, onOutput });
    await until(() => lines.length === 1);
    await program[Symbol.asyncDispose]();
    // What nobody waits for has no program any more once it has ended.
    await until(() => !existsSync(`/proc/${lines[0]}/exe`));
  });

  it('does not wait for what has left its group and keeps its output open', async () => {
    const lines: string[] = [];
    const onOutput = (line: string) => void lines.push(line);
    const script = 'setsid sh -c "echo \\$\\$; exec sleep 600" & exec sleep 600';
    const program = await programs.guard({ ...shell(script), graceMs: 300, onOutput });
    await until(() => lines.length === 1);
    await program[Symbol.asyncDispose]();
    process.kill(Number(lines[0]), 'SIGKILL');
  });

  it('counts as ready without a word once it has gone on for a while', async () => {
    const clock = manualClock();
    const guard = systemPrograms({ clock }).guard({ ...shell('exec sleep 600'), ready: /never/, graceMs: 700 });
    let ready = false;
    void guard.then(() => {
      ready = true;
    });
    await clock.advance(699);
    expect(ready).toBe(false);
    // The wait begins when the shell has told the process id.
    const moved = setInterval(() => void clock.advance(700), 20);
    const program = await guard;
    clearInterval(moved);
    await program[Symbol.asyncDispose]();
  });

  it('says why a program did not start', async () => {
    const error = await failureOf(programs.guard(shell('echo "failed to bind" >&2; exit 2')));
    expect(error.code).toBe('board/program-failed');
    expect(error.message).toBe('the program sh ended with the exit code 2: failed to bind');
  });

  it('names a program that is not installed, and its package', async () => {
    const error = await failureOf(programs.guard({ program: 'esp-prov-nothing', debianPackage: 'nothing-base' }));
    expect(error.code).toBe('board/program-missing');
    expect(error.message).toContain('install the package nothing-base');
  });

  it('tells that a program ended by itself', async () => {
    const program = await programs.guard({ ...shell(endless), ready: /hello/ });
    process.kill(program.pid, 'SIGKILL');
    await once(program.ended, 'abort');
    expect(program.ended.reason).toMatchObject({ code: 'board/program-failed' });
    await program[Symbol.asyncDispose]();
  });

  it('gives up for the reason of the signal', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const guard = programs.guard({
      ...shell('exec sleep 600'),
      ready: /never/,
      graceMs: 60_000,
      signal: controller.signal,
    });
    controller.abort(reason);
    await expect(guard).rejects.toBe(reason);
  });

  it('hands out no more of a line than can be shown', async () => {
    const lines: string[] = [];
    const onLine = (line: string) => void lines.push(line);
    const script = 'head -c 3000000 /dev/zero | tr "\\0" x >&2; echo >&2; echo ready >&2; exec sleep 600';
    const program = await programs.guard({ ...shell(script), ready: /^ready/, graceMs: 20_000, onLine });
    expect(lines.map(({ length }) => length)).toEqual([500, 5]);
    await program[Symbol.asyncDispose]();
  });

  it.skipIf(!existsSync(built))('ends its program with this process, however that ends', async () => {
    const script = `
      const { systemPrograms } = await import(process.argv[1]);
      const { pid } = await systemPrograms().guard({ program: 'sleep', arguments: ['600'], graceMs: 50 });
      console.log(pid);
      if (process.argv[2] !== 'leave') setInterval(() => undefined, 1000);`;
    for (const mode of ['killed', 'interrupted', 'leave']) {
      const parent = spawn(process.execPath, ['--input-type=module', '-e', script, built, mode], {
        stdio: ['ignore', 'pipe', 'inherit'],
        detached: true,
      });
      const exited = once(parent, 'exit');
      const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
      const pid = Number(printed.toString());
      if (mode !== 'leave') expect(isAlive(pid)).toBe(true);
      if (mode === 'killed') parent.kill('SIGKILL');
      // As Ctrl-C does, the whole group.
      if (mode === 'interrupted') process.kill(-(parent.pid ?? 0), 'SIGINT');
      await exited;
      await expect.poll(() => isAlive(pid), { message: mode }).toBe(false);
    }
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

it('hands on what the program prints, and says with which exit code it ended', async () => {
  const lines: string[] = [];
  const script = 'echo up >&2; sleep 0.1; echo one; echo two; exit 0';
  const onOutput = (line: string) => void lines.push(line);
  await using program = await programs.guard({ ...shell(script), ready: /up/, onOutput });
  await expect.poll(() => program.ended.aborted).toBe(true);
  expect(program.ended.reason).toMatchObject({ code: 'board/program-failed', details: { exitCode: 0 } });
  expect(lines).toEqual(['one', 'two']);
});
