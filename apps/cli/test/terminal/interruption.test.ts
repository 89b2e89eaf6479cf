import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { credentials, startDevice } from '../support/device.ts';
import { expectJsonFailure, jsonLines } from '../support/expect-failure.ts';
import { commandFile, Program, run, testTimeoutMs } from '../support/program.ts';
import { Scratch } from '../support/scratch.ts';
import { secrets } from '../support/secrets.ts';

describe.concurrent('Ctrl-C, or another end,', { timeout: testTimeoutMs }, () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '(%s) ends a scan with code 130, and the device stays usable',
    async (name) => {
      await using device = await startDevice([]);
      await using client = new Program(['scan', '--service_name', device.address, '--pop', secrets.pop]);
      await client.sees(/The device is scanning/);
      const ended = await client.end(name);
      expect(ended).toMatchObject({ code: 130, stdout: '' });
      expect(ended.stderr).toContain('Interrupted.');
      const again = await run(['scan', '--service_name', device.address, '--pop', secrets.pop]);
      expect(again.code).toBe(0);
      expect(again.stdout).toContain('myssid');
    },
  );

  test('while the device joins ends the client, and the device joins all the same', async () => {
    await using device = await startDevice([]);
    await using client = new Program([...credentials(device.address), '--json']);
    await client.sees(/"event":"applied"/);
    const ended = await client.end('SIGINT');
    expect(jsonLines(ended).at(-1)).toMatchObject({ result: 'error', code: 'interrupted', exitCode: 130 });
    expect(ended.code).toBe(130);
    await device.program.sees(/Connected with IP Address:192\.168\.43\.220/);
  });

  test('while nobody answers ends the client', async () => {
    await using device = await startDevice([]);
    device.program.signal('SIGSTOP');
    await using client = new Program(['info', '--service_name', device.address]);
    await client.sees(/Connecting to /);
    expect((await client.end('SIGINT')).code).toBe(130);
    device.program.signal('SIGCONT');
    expect((await run(['info', '--service_name', device.address])).code).toBe(0);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '(%s) is the power switch of a device, and no failure',
    async (name) => {
      await using device = await startDevice();
      expect((await device.program.end(name)).code).toBe(0);
      expectJsonFailure(await run(['info', '--json', '--service_name', device.address]), 4, 'link/unreachable');
    },
  );
});

describe('a reader that goes away', { timeout: testTimeoutMs }, () => {
  test('ends the command quietly', async () => {
    using scratch = new Scratch();
    const flash = ['--flash', scratch.path('flash')];
    await using first = await startDevice(['--fast', ...flash]);
    expect((await run(credentials(first.address))).code).toBe(0);
    await first.program.end();
    // Provisioned, it greets every second, so it writes again after its reader is gone.
    const shell = ['sh', '-c', '"$0" "$@" | head -n 1', process.execPath, commandFile];
    await using device = new Program(['device', '--transport', 'softap', '--fast', ...flash], { launcher: shell });
    const ended = await device.ended();
    expect(ended.stdout).toBe('ets Jul 29 2019 12:21:46\n');
    expect(ended.stderr).not.toMatch(/EPIPE|^\s+at /m);
    expect(existsSync(scratch.path('flash.lock'))).toBe(false);
  });
});
