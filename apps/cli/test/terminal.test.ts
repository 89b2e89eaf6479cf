import { describe, expect, test } from 'vitest';
import { startDevice } from './support/device.ts';
import { run, testTimeoutMs } from './support/program.ts';
import { secrets } from './support/secrets.ts';
import { hasTerminal, inTerminal, keys, requireTerminal } from './support/terminal.ts';

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
