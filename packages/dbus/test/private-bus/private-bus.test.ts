import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { connectBus, type PrivateBus, startPrivateBus } from '../../src/index.ts';
import { errorCode } from '../support/error-code.ts';

const built = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
const folderOf = (address: string) => dirname(/path=([^,]+)/.exec(address)?.[1] ?? '');

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!canStartBus)('a bus of one’s own', () => {
  test('runs until it is stopped, and leaves nothing', async () => {
    const own = await startPrivateBus();
    await using bus = await connectBus({ address: own.address });
    expect(isRunning(own.pid)).toBe(true);
    await own.stop();
    await own.stop();
    expect(isRunning(own.pid)).toBe(false);
    expect(existsSync(folderOf(own.address))).toBe(false);
    await expect.poll(() => bus.lost.aborted).toBe(true);
  });

  test('keeps to itself: two of them share no names', async () => {
    await using first = await startPrivateBus();
    await using second = await startPrivateBus();
    await using onFirst = await connectBus({ address: first.address });
    await using onSecond = await connectBus({ address: second.address });
    await onFirst.requestName('org.example.Name');
    await onSecond.requestName('org.example.Name');
  });

  test('says what the daemon says when it does not start', async () => {
    const policy = '<policy context="default">';
    await expect(startPrivateBus({ policy })).rejects.toMatchObject({
      code: 'no-bus',
      message: expect.stringMatching(/did not start: .+/),
    });
  });

  test('is not started for somebody who has given up', async () => {
    const reason = new Error('enough');
    await expect(startPrivateBus({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    const controller = new AbortController();
    const start = startPrivateBus({ signal: controller.signal });
    setTimeout(() => controller.abort(reason), 1);
    const outcome = await start.then(
      (bus: PrivateBus) => bus.stop(),
      (error: unknown) => error,
    );
    expect([undefined, reason]).toContain(outcome);
  });

  test('tells what to install when there is no dbus-daemon', async () => {
    const path = process.env['PATH'];
    // A shell, and nothing else.
    process.env['PATH'] = '/nonexistent';
    try {
      expect(await errorCode(() => startPrivateBus())).toBe('no-bus');
    } finally {
      process.env['PATH'] = path;
    }
  });

  test.skipIf(!existsSync(built))('ends with a process that is killed, or that has nothing else to do', async () => {
    const script = `
      const { startPrivateBus } = await import(process.argv[1]);
      const bus = await startPrivateBus();
      console.log(JSON.stringify({ pid: bus.pid, address: bus.address }));
      if (process.argv[2] !== 'leave') setInterval(() => undefined, 1000);`;
    for (const mode of ['stay', 'interrupted', 'leave']) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, built, mode], {
        stdio: 'pipe',
        detached: true,
      });
      const exited = once(child, 'exit');
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const { pid, address } = JSON.parse(line.toString()) as { pid: number; address: string };
      if (mode === 'stay') child.kill('SIGKILL');
      // The whole group, as a terminal does it.
      if (mode === 'interrupted') process.kill(-(child.pid ?? 0), 'SIGINT');
      await exited;
      await expect
        .poll(() => [isRunning(pid), existsSync(folderOf(address))], { message: mode })
        .toEqual([false, false]);
    }
  });
});
