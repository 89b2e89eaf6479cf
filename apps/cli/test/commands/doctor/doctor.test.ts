import { describe, expect, test } from 'vitest';
import { expectFailure } from '../../support/expect-failure.ts';
import { run, testTimeoutMs } from '../../support/program.ts';

describe.concurrent('the doctor', { timeout: testTimeoutMs }, () => {
  test.for(['softap', 'console'])('does not mind on the way over %s that there is no Bluetooth', async (transport) => {
    const { code, stdout } = await run(['doctor', '--transport', transport]);
    expect(stdout).not.toContain('Bluetooth');
    expect(stdout).toMatch(/Nothing is wrong\.\n$/);
    expect(code).toBe(0);
    const json = await run(['doctor', '--transport', transport, '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({ result: 'doctor', wrong: 0 });
  });

  test.for([[], ['--transport', 'ble']])('minds it where Bluetooth is asked for: %s', async (args) => {
    const { code, stdout } = await run(['doctor', ...args]);
    expect(stdout).toContain('WRONG    Bluetooth:');
    expect(code).toBe(9);
  });

  test.for([[], ['--transport', 'ble'], ['--transport', 'softap']])(
    'looks at this machine as a board, whatever is missing: %s',
    async (args) => {
      const ended = await run(['doctor', '--linux', ...args, '--json']);
      expect([0, 9]).toContain(ended.code);
      const { findings } = JSON.parse(ended.stdout);
      expect(findings.map(({ subject }: { subject: string }) => subject)).toEqual(
        expect.arrayContaining(['system', 'D-Bus', 'service esp-prov', 'state']),
      );
    },
  );

  test('refuses a console for a board', async () => {
    const ended = await run(['doctor', '--linux', '--transport', 'console']);
    expectFailure(ended, 2, 'usage/invalid-option', /--transport console means nothing to --linux/);
  });

  test('refuses an adapter for what has none', async () => {
    const ended = await run(['doctor', '--transport', 'softap', '--ble-adapter', 'hci0']);
    expectFailure(ended, 2, 'usage/invalid-option');
  });
});
