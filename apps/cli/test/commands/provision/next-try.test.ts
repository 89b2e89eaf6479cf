import { describe, expect, test } from 'vitest';
import { startDevice } from '../../support/device.ts';
import { testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { secrets } from '../../support/secrets.ts';
import { clientInTerminal, hasTerminal, keys, requireTerminal } from '../../support/terminal.ts';

describe.concurrent('a Wi-Fi password that the network refuses', { timeout: testTimeoutMs }, () => {
  const wrong = ['--pop', secrets.pop, '--ssid', 'myssid', '--passphrase', secrets.wrongPassword];

  test('can be replaced by the right one in the same run', async (context) => {
    requireTerminal(context);
    using scratch = new Scratch();
    await using device = await startDevice(scratch.quickRadio());
    await using client = clientInTerminal(['--service_name', device.address, ...wrong]);
    await client.sees(/The device could not sign in to myssid.+Try another password.+Choose another network.+Stop/s);
    client.type(keys.enter);
    await client.sees(/Wi-Fi password/);
    client.type(`${secrets.password}${keys.enter}`);
    const { code, stdout } = await client.ended();
    expect(stdout).toMatch(/The device forgets what it was given.+Provisioning was successful: .*myssid/s);
    expect(stdout).not.toContain('wifi/auth-error');
    expect(code).toBe(0);
  });

  test('can be left for another network, which the device hears anew', async (context) => {
    requireTerminal(context);
    using scratch = new Scratch();
    const air = scratch.air({ joinMs: 100 }, { ssid: 'open', joinMs: 100 });
    await using device = await startDevice(['--air', air]);
    await using client = clientInTerminal(['--service_name', device.address, ...wrong]);
    await client.sees(/Choose another network/);
    client.type(`${keys.down}${keys.enter}`);
    await client.sees(/Network to join.+Scan again/s);
    client.type(`${keys.down}${keys.enter}`);
    const { code, stdout } = await client.ended();
    expect(stdout).toMatch(/Provisioning was successful: the device joined open /);
    expect(code).toBe(0);
  });

  test.each(['readme', 'idf-5.5'])('can be followed by others until somebody stops: %s', async (profile) => {
    if (!hasTerminal) return;
    using scratch = new Scratch();
    await using device = await startDevice([...scratch.quickRadio(), '--profile', profile, '--security', '1']);
    await using client = clientInTerminal(['--service_name', device.address, ...wrong]);
    await client.sees(/could not sign in to myssid.+Stop/s);
    client.type(keys.enter);
    await client.sees(/Wi-Fi password/);
    client.type(`${secrets.otherWrongPassword}${keys.enter}`);
    await client.sees(/forgets what it was given.+could not sign in to myssid.+Stop/s);
    client.type(`${keys.up}${keys.enter}`);
    const { code, stdout } = await client.ended();
    expect(stdout).toContain('(wifi/auth-error)');
    expect(code).toBe(1);
  });

  test('can be replaced too where a device cannot be reset, and has done so by itself after a while', async (context) => {
    requireTerminal(context);
    using scratch = new Scratch();
    // Its further tries have to last until another password has been typed and sent, on a busy machine too.
    await using device = await startDevice(['--air', scratch.air({ joinMs: 4000 }), '--profile', 'idf-4.4']);
    await using client = clientInTerminal(['--service_name', device.address, ...wrong]);
    await client.sees(/could not sign in to myssid.+Stop/s);
    client.type(keys.enter);
    await client.sees(/Wi-Fi password/);
    client.type(`${secrets.otherWrongPassword}${keys.enter}`);
    // Not yet: it tries a few times more with the first one.
    await client.sees(/does not take the credentials of myssid.+Stop/s);
    await device.program.sees(/reseting provisioned credentials/);
    client.type(keys.enter);
    await client.sees(/does not take the credentials of myssid.+Wi-Fi password/s);
    client.type(`${secrets.password}${keys.enter}`);
    const { code, stdout } = await client.ended();
    expect(stdout).toContain('Provisioning was successful');
    expect(code).toBe(0);
  });

  test('is the end where a program reads the output', async (context) => {
    requireTerminal(context);
    using scratch = new Scratch();
    await using device = await startDevice(scratch.quickRadio());
    await using client = clientInTerminal(['--service_name', device.address, '--json', ...wrong]);
    const { code, stdout } = await client.ended();
    expect(stdout).toContain('"code":"wifi/auth-error"');
    expect(stdout).not.toContain('Try another password');
    expect(code).toBe(1);
  });
});

describe.concurrent('a network that the device does not hear', { timeout: testTimeoutMs }, () => {
  test('can be left for another one in the same run', async (context) => {
    requireTerminal(context);
    using scratch = new Scratch();
    await using device = await startDevice(scratch.quickRadio());
    const mistyped = ['--pop', secrets.pop, '--ssid', 'mysid', '--passphrase', secrets.password];
    await using client = clientInTerminal(['--service_name', device.address, ...mistyped]);
    await client.sees(/The device does not hear mysid.+Choose another network.+Try another password.+Stop/s);
    client.type(keys.enter);
    await client.sees(/Network to join.+Scan again/s);
    client.type(keys.enter);
    await client.sees(/Wi-Fi password/);
    client.type(`${secrets.password}${keys.enter}`);
    const { code, stdout } = await client.ended();
    expect(stdout).toMatch(/Provisioning was successful: the device joined myssid /);
    expect(code).toBe(0);
  });
});

test.concurrent(
  'a password in the place of a wrong one is checked against the network that was chosen',
  async (context) => {
    requireTerminal(context);
    using scratch = new Scratch();
    await using device = await startDevice(scratch.quickRadio());
    await using client = clientInTerminal(['--service_name', device.address, '--pop', secrets.pop]);
    await client.sees(/Network to join.+Scan again/s);
    client.type(keys.enter);
    await client.sees(/Wi-Fi password/);
    client.type(`${secrets.wrongPassword}${keys.enter}`);
    await client.sees(/could not sign in to myssid.+Stop/s);
    client.type(keys.enter);
    await client.sees(/Stop.+Wi-Fi password/s);
    // A key of WEP; the network has WPA2.
    client.type(`12345${keys.enter}`);
    await client.sees(/the passphrase has 5 bytes, and WPA takes 8 to 63/);
    client.type(`${'\u007f'.repeat(5)}${secrets.password}${keys.enter}`);
    expect((await client.ended()).code).toBe(0);
  },
  testTimeoutMs,
);
