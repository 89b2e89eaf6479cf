import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commandFile, run, testTimeoutMs } from '../../../support/program.ts';
import { Scratch } from '../../../support/scratch.ts';
import { secrets } from '../../../support/secrets.ts';
import { inTerminal, requireTerminal } from '../../../support/terminal.ts';

describe('the counts of a batch on a terminal', { timeout: testTimeoutMs }, () => {
  test.for([
    { how: [], env: {}, drawn: true },
    { how: ['--plain'], env: {}, drawn: false },
    { how: [], env: { TERM: 'dumb' }, drawn: false },
  ])('are drawn again in their place only where that is wanted: $how $env', async ({ how, env, drawn }, context) => {
    requireTerminal(context);
    using scratch = new Scratch();
    const list = scratch.path('devices.csv');
    // Nobody listens there.
    writeFileSync(list, 'service_name\n127.0.0.1:1\n127.0.0.1:2\n');
    const args = ['--batch', list, '--pop', secrets.pop, '--ssid', 'myssid', '--passphrase', secrets.password, ...how];
    await using batch = inTerminal([process.execPath, commandFile, ...args], env);
    const { code, stdout } = await batch.ended();
    expect(stdout.includes('\u001b')).toBe(drawn);
    expect(stdout.includes('0 of 2 provisioned, 2 under way')).toBe(drawn);
    expect(stdout).toContain('0 of 2 provisioned, 2 failed. The report is');
    expect(code).toBe(1);
  });
});

test('a list that is not there is told by the name that was typed', async () => {
  const { code, stderr } = await run(['--batch', 'no-such-list.csv', '--ssid', 'myssid', '--passphrase', '']);
  expect(stderr).toContain(' The list no-such-list.csv cannot be read: there is no such file or folder.');
  expect(code).toBe(9);
});
