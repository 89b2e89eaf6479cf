import { describe, expect, test } from 'vitest';
import { credentials, startDevice } from '../support/device.ts';
import { expectFailure, expectJsonFailure } from '../support/expect-failure.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import { run, testTimeoutMs } from '../support/program.ts';
import { secrets } from '../support/secrets.ts';

// Exchanges of a provisioning: 0 proto-ver, 1 and 2 the handshake, 3 Set, 4 Apply, from 5 on status requests.
// Of a scan: 3 start, 4 status, 5 results.

describe.concurrent('a device that is switched off', { timeout: testTimeoutMs }, () => {
  test('before the client connects is not reachable', async () => {
    await using device = await startDevice();
    await device.program.end('SIGKILL');
    expectFailure(await run(credentials(device.address)), 4, 'link/unreachable');
  });

  test.each([
    ['the question for its version', 0],
    ['the first half of the handshake', 1],
    ['the second half of the handshake', 2],
    ['the hand-over of the credentials', 3],
  ])('during %s is lost, whether it got the request or not', async (_during, at) => {
    for (const when of ['before', 'after'] as const) {
      await using device = await startDevice();
      const onGone = () => device.program.end('SIGKILL');
      await using proxy = await startFaultProxy(device.address, { at, fault: { kind: 'gone', when }, onGone });
      expectFailure(await run(credentials(proxy.address)), 4, 'link/lost');
      expect(proxy.asked).toHaveLength(at + 1);
    }
  });

  test.each([3, 4, 5])('during a scan (exchange %i) is lost', async (at) => {
    await using device = await startDevice();
    const onGone = () => device.program.end('SIGKILL');
    await using proxy = await startFaultProxy(device.address, { at, fault: { kind: 'gone', when: 'before' }, onGone });
    const ended = await run(['scan', '--service_name', proxy.address, '--pop', secrets.pop]);
    expectFailure(ended, 4, 'link/lost');
    expect(ended.stdout).toBe('');
  });

  test.each([
    ['before it got Apply', 4, 'before'],
    ['after it got Apply', 4, 'after'],
    ['while it joins', 5, 'before'],
  ] as const)('%s leaves an unknown outcome, and Apply is sent once', async (_moment, at, when) => {
    await using device = await startDevice();
    const onGone = () => device.program.end('SIGKILL');
    await using proxy = await startFaultProxy(device.address, { at, fault: { kind: 'gone', when }, onGone });
    const ended = await run([...credentials(proxy.address), '--timeout', '2', '--json']);
    expectJsonFailure(ended, 3, 'wifi/outcome-unknown');
    expect(proxy.asked.slice(0, 5)).toEqual([
      'proto-ver',
      'prov-session',
      'prov-session',
      'prov-config',
      'prov-config',
    ]);
    expect(proxy.asked).toHaveLength(at + 1);
  });
});

describe.concurrent('a device whose access point closes while it joins', { timeout: testTimeoutMs }, () => {
  test('and opens again after a failure tells its reason, and Apply is sent once', async () => {
    await using device = await startDevice();
    await using proxy = await startFaultProxy(device.address, { at: 5, fault: { kind: 'away', ms: 9000 } });
    const wrong = credentials(proxy.address, { password: 'not the passphrase' });
    const ended = await run([...wrong, '--json']);
    expectJsonFailure(ended, 1, 'wifi/auth-error');
    expect(proxy.asked.filter((endpoint) => endpoint === 'prov-session').length).toBeGreaterThan(2);
  });

  test('and stays closed leaves an unknown outcome, and the user knows where to look', async () => {
    await using device = await startDevice();
    await using proxy = await startFaultProxy(device.address, { at: 5, fault: { kind: 'away', ms: 60_000 } });
    const ended = await run([...credentials(proxy.address), '--timeout', '2']);
    expectFailure(ended, 3, 'wifi/outcome-unknown');
    expect(ended.stderr).toContain('If its access point comes back');
    expect(ended.stderr).toContain('--timeout');
  });
});

describe.concurrent('a device that stops to answer', { timeout: testTimeoutMs }, () => {
  // All other answers have to come within it, on a busy machine too.
  const patience = ['--exchange-timeout', '8'];

  test.each([
    ['the question for its version', 0],
    ['the first half of the handshake', 1],
    ['the second half of the handshake', 2],
    ['the hand-over of the credentials', 3],
  ])('at %s is given up after the time for one answer, and can be provisioned later', async (_moment, at) => {
    await using device = await startDevice();
    await using proxy = await startFaultProxy(device.address, { at, fault: { kind: 'silence' } });
    expectFailure(await run([...credentials(proxy.address), '--exchange-timeout', '1.5']), 4, 'link/timeout');
    expect((await run(credentials(device.address))).code).toBe(0);
  });

  test('at Apply leaves an unknown outcome', async () => {
    await using device = await startDevice();
    await using proxy = await startFaultProxy(device.address, { at: 4, fault: { kind: 'silence' } });
    const ended = await run([...credentials(proxy.address), ...patience]);
    expectFailure(ended, 3, 'wifi/outcome-unknown');
  });

  test('to one question after Apply is asked again in a new session', async () => {
    await using device = await startDevice();
    await using proxy = await startFaultProxy(device.address, { at: 5, fault: { kind: 'silence' } });
    const ended = await run([...credentials(proxy.address), ...patience]);
    expect(ended.stdout).toContain('192.168.43.220');
    expect(ended.code).toBe(0);
  });
});
