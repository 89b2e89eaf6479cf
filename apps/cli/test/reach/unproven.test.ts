import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { requireBus, startBleDevice } from '../support/ble-device.ts';
import { openClaimingDevice } from '../support/claiming-device.ts';
import { startDevice } from '../support/device.ts';
import { expectFailure, jsonLines } from '../support/expect-failure.ts';
import { Program, run, testTimeoutMs } from '../support/program.ts';
import { secrets } from '../support/secrets.ts';
import { clientInTerminal as client, keys, requireTerminal } from '../support/terminal.ts';

const warning = /warning: without a proof of possession the device proves nothing/;

describe.concurrent('a device that proves nothing', { timeout: testTimeoutMs }, () => {
  test('is an event and a line where nobody can be asked', async () => {
    await using device = await startDevice(['--fast', '--no-pop', '--no-auto-stop']);
    const scan = ['scan', '--service-name', device.address];
    const told = await run(scan);
    expect(told.stderr).toMatch(warning);
    expect(told.code).toBe(0);
    expect(jsonLines(await run([...scan, '--json']))).toContainEqual({
      event: 'unproven',
      securityVersion: 1,
      text: expect.stringContaining('proves nothing'),
    });
  });

  test('is asked about in a terminal, and gets nothing without a yes', async (context) => {
    requireTerminal(context);
    await using device = await openClaimingDevice('no_pop');
    await using refusing = client(['scan', '--service-name', device.address]);
    await refusing.sees(/Go on\?/);
    refusing.type(keys.enter);
    const refused = await refusing.ended();
    expect(refused.stdout).toContain('(session/unproven)');
    expect(refused.code).toBe(6);
    expect(device.asked).toEqual(['proto-ver']);
    await using going = client(['scan', '--service-name', device.address]);
    await going.sees(/Go on\?/);
    going.type(`\u001b[B${keys.enter}`);
    await going.ended();
    expect(device.asked).toContain('prov-session');
  });

  test('is not asked about where the option says so', async (context) => {
    requireTerminal(context);
    await using device = await startDevice(['--fast', '--no-pop', '--no-auto-stop']);
    await using running = client(['scan', '--service-name', device.address, '--no-pop']);
    const { stdout, code } = await running.ended();
    expect(stdout).toMatch(warning);
    expect(stdout).not.toContain('Go on?');
    expect(code).toBe(0);
  });

  test('over Bluetooth is refused the secret that was given, and provisioned without one', async (context) => {
    requireBus(context);
    if (!canStartBus) return;
    await using device = await startBleDevice('--no-pop');
    const scan = ['scan', '--transport', 'ble', '--service-name', 'PROV_261FCC'];
    expectFailure(await run([...scan, '--pop', secrets.pop], device.options), 6, 'session/downgraded');
    const told = await run(scan, device.options);
    expect(told.stderr).toMatch(warning);
    expect(told.code).toBe(0);
  });

  test('over a console is refused the secret that was given, and provisioned without one', async () => {
    const args = ['--transport', 'console', '--listen', '127.0.0.1:0', '--fast', '--security', '0'];
    await using device = new Program(['device', ...args]);
    const [, port = ''] = await device.sees(/--port (\S+)/);
    const scan = ['scan', '--transport', 'console', '--port', port];
    expectFailure(await run([...scan, '--pop', secrets.pop]), 6, 'session/downgraded');
    const told = await run(scan);
    expect(told.stderr).toMatch(/warning: under security 0 nothing is encrypted/);
    expect(told.code).toBe(0);
  });
});

describe.concurrent('a wrong secret in a terminal', { timeout: testTimeoutMs }, () => {
  test('is asked for again until an empty answer, which stops', async (context) => {
    requireTerminal(context);
    await using device = await startDevice(['--fast', '--no-auto-stop']);
    await using running = client(['scan', '--service-name', device.address, '--pop', secrets.wrongPop]);
    await running.asks(/Proof of possession \(empty: stop\)/);
    running.type(`${secrets.wrongPop}${keys.enter}`);
    await running.asks(/Proof of possession \(empty: stop\)/);
    // A question is drawn before its keys are read.
    const typing = setInterval(() => running.type(keys.enter), 300);
    const { stdout, code } = await running.ended().finally(() => clearInterval(typing));
    expect(stdout).toContain('(session/proof-mismatch)');
    expect(code).toBe(6);
  });
});
