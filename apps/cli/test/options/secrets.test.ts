import { describe, expect, test } from 'vitest';
import { credentials, startDevice } from '../support/device.ts';
import { run, testTimeoutMs } from '../support/program.ts';
import { Scratch } from '../support/scratch.ts';
import { leakedSecrets, secrets } from '../support/secrets.ts';

// Every run in these test files is searched for every secret when it ends; see support/program.ts.

describe.concurrent('secrets', { timeout: testTimeoutMs }, () => {
  test('are found where they are printed, so that the search can fail', async () => {
    const device = await startDevice(['--fast', '--log-secrets']);
    expect((await run(credentials(device.address))).code).toBe(0);
    await device.program.sees(/Password : mypassword\n/);
    expect(leakedSecrets(device.program.output)).toEqual([secrets.password]);
    await expect(device[Symbol.asyncDispose]()).rejects.toThrow('printed mypassword');
  });

  test('are found in hexadecimal digits too', () => {
    expect(leakedSecrets(`key ${Buffer.from(secrets.pop).toString('hex').toUpperCase()}`)).toEqual([secrets.pop]);
  });

  test('are masked at every log level', async () => {
    await using device = await startDevice(['--fast', '--log-level', 'verbose']);
    expect((await run(credentials(device.address))).code).toBe(0);
    await device.program.sees(/Password : m\*{8}d\n/);
  });

  test('are not part of what ESP_PROV_DEBUG adds', async () => {
    using scratch = new Scratch();
    await using device = await startDevice([...scratch.quickRadio(), '--log-level', 'verbose'], {
      env: { ESP_PROV_DEBUG: '1' },
    });
    const debug = { env: { ESP_PROV_DEBUG: '1' } };
    const wrongPop = await run(['scan', '--service_name', device.address, '--pop', secrets.wrongPop], debug);
    expect(wrongPop.stderr).toMatch(/^\s+at /m);
    const wrongPassword = await run(credentials(device.address, { password: secrets.wrongPassword }), debug);
    expect(wrongPassword.code).toBe(1);
  });

  test('behind a mistyped option are not repeated', async () => {
    for (const args of [
      [`--pasphrase=${secrets.password}`],
      [`--pasphrase=it's ${secrets.password}`],
      ['--pasphrase', secrets.password],
      ['--passphrase', 'my', secrets.password],
      ['device', '--ppo', secrets.pop],
      ['scan', `--popp=${secrets.pop}`],
    ]) {
      const ended = await run(args, { env: { ESP_PROV_DEBUG: '1' } });
      expect(ended.code).toBe(2);
      expect(ended.stderr).toContain('(usage/invalid-option)');
      expect(ended.stderr).toMatch(/^\s+at /m);
    }
  });
});
