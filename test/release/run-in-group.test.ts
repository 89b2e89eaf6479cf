import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { runInGroup } from '../../scripts/run-in-group.mjs';

const scripts = new URL('../../scripts/', import.meta.url).href;

/** Starts a script that imports from `scripts`, and returns it with the first line that it prints. */
async function started(code: string) {
  const args = ['--input-type=module', '--eval', `const scripts = ${JSON.stringify(scripts)};\n${code}`];
  const script = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void script.kill('SIGKILL'));
  return { script, line: await firstLine(script) };
}

async function firstLine({ stdout }: ChildProcessByStdio<null, Readable, null>): Promise<string> {
  let text = '';
  for await (const chunk of stdout.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text.trim();
}

/** A program that has ended may still be listed, until its parent has heard of it. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return /^[^Z\s]/.test(stdout.trim());
}

/** A program that has started another one, both of which go on for ever; it prints their numbers. */
const family = `
  const { spawn } = await import('node:child_process');
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  console.log(JSON.stringify([process.pid, other.pid]));
  setInterval(() => {}, 1000);`;

const running = `
  const { runInGroup } = await import(scripts + 'run-in-group.mjs');
  await runInGroup(process.execPath, ['--eval', ${JSON.stringify(`(async () => {${family}})()`)}], { output: 'inherit' });`;

test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
  '%s ends a script and all that it runs',
  async (signal) => {
    const { script, line } = await started(running);
    const pids: number[] = JSON.parse(line);
    expect(pids.every(isRunning)).toBe(true);
    script.kill(signal);
    expect(await once(script, 'exit')).toEqual([null, signal]);
    await expect.poll(() => pids.filter(isRunning)).toEqual([]);
  },
);

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s deletes temporary folders, the latest first',
  async (signal) => {
    const { script, line } = await started(`
    const { atEnd } = await import(scripts + 'at-end.mjs');
    const { temporaryFolder } = await import(scripts + 'temporary-folder.mjs');
    const { existsSync } = await import('node:fs');
    const { path } = temporaryFolder('esp-prov-ending-');
    atEnd(() => { throw new Error('keeps nothing else from it'); });
    atEnd(() => { if (existsSync(path)) console.log('first'); });
    console.log(path);
    setInterval(() => {}, 1000);`);
    expect(existsSync(line)).toBe(true);
    // The end may be heard of before the line is.
    const exited = once(script, 'exit');
    script.kill(signal);
    expect(await firstLine(script)).toBe('first');
    expect(await exited).toEqual([null, signal]);
    expect(existsSync(line)).toBe(false);
  },
);

test('A temporary folder is deleted when its script ends in any other way', async () => {
  const { script, line } = await started(`
    const { temporaryFolder } = await import(scripts + 'temporary-folder.mjs');
    console.log(temporaryFolder('esp-prov-ending-').path);
    process.exit(3);`);
  if (script.exitCode === null) await once(script, 'exit');
  expect([script.exitCode, existsSync(line)]).toEqual([3, false]);
});

test('A signal waits for what has to be closed, and nothing goes on behind that', async () => {
  const { script } = await started(`
    const { atEnd } = await import(scripts + 'at-end.mjs');
    const close = atEnd(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      console.log('closed');
    });
    console.log('open');
    process.once('SIGINT', async () => {
      await close();
      console.log('as if nothing had happened');
    });
    setInterval(() => {}, 1000);`);
  let rest = '';
  script.stdout.on('data', (chunk) => {
    rest += String(chunk);
  });
  script.kill('SIGINT');
  expect(await once(script, 'close')).toEqual([null, 'SIGINT']);
  expect(rest).toBe('closed\n');
});

test('What a program prints and how it ends is handed on', async () => {
  const code = 'console.log("out"); console.error("err"); process.exit(77)';
  expect(await runInGroup(process.execPath, ['-e', code])).toEqual({
    status: 77,
    signal: null,
    stdout: 'out\n',
    stderr: 'err\n',
  });
  expect(await runInGroup(process.execPath, ['-e', 'process.kill(process.pid, "SIGTERM")'])).toMatchObject({
    status: null,
    signal: 'SIGTERM',
  });
  expect(await runInGroup('no-such-program', [])).toMatchObject({
    status: 127,
    stderr: expect.stringContaining('ENOENT'),
  });
});

test('A program ends when its signal is aborted', async () => {
  const abort = new AbortController();
  const ended = runInGroup(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { signal: abort.signal });
  abort.abort();
  expect(await ended).toMatchObject({ status: null, signal: 'SIGKILL' });
});
