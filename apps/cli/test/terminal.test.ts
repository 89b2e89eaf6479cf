import { spawnSync } from 'node:child_process';
import { describe, expect, type TestContext, test } from 'vitest';
import { startDevice } from './support/device.ts';
import { commandFile, Program, run, testTimeoutMs } from './support/program.ts';
import { secrets } from './support/secrets.ts';

const python = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';
const hasTerminal = spawnSync('python3', ['-c', 'import os, pty; os.waitstatus_to_exitcode']).status === 0;
const keys = { enter: '\r', up: '\u001b[A', ctrlC: '\u0003' };

/** The command in a terminal of 100 columns that the test types into. */
function inTerminal(args: readonly string[]): Program {
  const shell = ['sh', '-c', 'stty rows 40 cols 100; exec "$0" "$@"', process.execPath, commandFile];
  return new Program(args, {
    launcher: ['python3', '-c', python, ...shell],
    stdin: 'pipe',
    env: { TERM: 'xterm', NO_COLOR: '1' },
  });
}

function requireTerminal({ skip }: TestContext): void {
  if (hasTerminal) return;
  process.stderr.write('skipped: terminal tests (no python3 with a pty module)\n');
  skip('no python3 with a pty module');
}

describe.concurrent('in a terminal', { timeout: testTimeoutMs }, () => {
  test('everything that is missing is asked for, and secrets are not shown', async (context) => {
    requireTerminal(context);
    await using device = await startDevice();
    await using client = inTerminal(['--service_name', device.address]);
    await client.sees(/Proof of possession/);
    client.type(`${secrets.pop}${keys.enter}`);
    await client.sees(/Network to join.+Scan again/s);
    client.type(`${keys.up}${keys.enter}`);
    await client.sees(/The device is scanning.+The device is scanning.+Network to join.+Scan again/s);
    client.type(keys.enter);
    await client.sees(/Wi-Fi password/);
    client.type(`${secrets.password}${keys.enter}`);
    const { code, stdout } = await client.ended();
    expect(stdout).toMatch(/Provisioning was successful: .*192\.168\.43\.220/);
    // Masked, and not merely left out, so that a user sees that the keys arrive.
    expect(stdout).toContain('•'.repeat(secrets.password.length));
    expect(code).toBe(0);
  });

  test.each(['Proof of possession', 'Network to join', 'Wi-Fi password'])(
    'Ctrl-C at “%s” ends the client with code 130, and the device stays usable',
    async (question) => {
      if (!hasTerminal) return;
      await using device = await startDevice();
      const given = question === 'Proof of possession' ? [] : ['--pop', secrets.pop];
      const named = question === 'Wi-Fi password' ? ['--ssid', 'myssid'] : [];
      await using client = inTerminal(['--service_name', device.address, ...given, ...named]);
      await client.sees(new RegExp(question));
      client.type(keys.ctrlC);
      const ended = await client.ended();
      expect(ended.stdout).toContain('Interrupted.');
      expect(ended.code).toBe(130);
      expect((await run(['scan', '--service_name', device.address, '--pop', secrets.pop])).code).toBe(0);
    },
  );

  test('the password of an open network is not asked for', async (context) => {
    requireTerminal(context);
    await using device = await startDevice();
    await using client = inTerminal(['--service_name', device.address, '--pop', secrets.pop]);
    await client.sees(/Network to join/);
    client.type(`\u001b[B\u001b[B${keys.enter}`);
    const { code, stdout } = await client.ended();
    expect(stdout).toMatch(/Provisioning was successful: .*Cafe-Guest/);
    expect(stdout).not.toContain('Wi-Fi password');
    expect(code).toBe(0);
  });
});
