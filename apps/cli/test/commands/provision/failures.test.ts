import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { utf8 } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { credentials, startDevice } from '../../support/device.ts';
import { expectFailure, expectJsonFailure } from '../../support/expect-failure.ts';
import { run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { secrets } from '../../support/secrets.ts';
import { openSessionDevice } from '../../support/session-device.ts';

/** A port of this machine at which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe.concurrent('a client fails with its reason and a next step', { timeout: testTimeoutMs }, () => {
  test('when the proof of possession is wrong, and the device says so too and stays usable', async () => {
    await using device = await startDevice();
    const wrong = ['scan', '--service_name', device.address, '--pop', secrets.wrongPop];
    expectFailure(await run(wrong), 6, 'session/proof-mismatch');
    expectJsonFailure(await run([...wrong, '--json']), 6, 'session/proof-mismatch');
    await device.program.sees(/Received incorrect username and\/or PoP for establishing secure session!/);
    expect((await run(credentials(device.address))).code).toBe(0);
  });

  test('when the device wants a proof of possession and nobody can be asked', async () => {
    await using device = await startDevice();
    const missing = ['--service_name', device.address, '--ssid', 'myssid', '--passphrase', secrets.password];
    expectFailure(await run(missing), 6, 'session/pop-required');
    expectJsonFailure(await run([...missing, '--json']), 6, 'session/pop-required');
    expect(device.program.output).not.toContain('Received Wi-Fi credentials');
  });

  test('when the scheme is forced to another one than the device has', async () => {
    await using device = await startDevice();
    expectFailure(await run([...credentials(device.address), '--sec_ver', '0']), 6, 'session/scheme-mismatch');
  });

  test('when nothing listens at the address', async () => {
    const address = `127.0.0.1:${await closedPort()}`;
    for (const args of [
      ['info', '--service_name', address],
      ['scan', '--service_name', address],
      credentials(address),
    ]) {
      expectFailure(await run(args), 4, 'link/unreachable');
      expectJsonFailure(await run([...args, '--json']), 4, 'link/unreachable');
    }
  });

  test('when the name of the host is unknown', async () => {
    // A label of more than 63 letters, which no resolver sends out.
    const ended = await run(['info', '--transport', 'softap', '--service_name', 'x'.repeat(64)]);
    expectFailure(ended, 4, 'link/unreachable');
    expect(ended.stderr).toMatch(/The name x+ does not resolve: no such name is known \(ENOTFOUND\)/);
    expect(ended.stderr).not.toMatch(/nothing answers/i);
  });

  test('when the address is none', async () => {
    for (const address of ['', 'a b', 'host:99999', 'host:0', 'https://host', '[::1', 'host/path']) {
      expectFailure(
        await run(['info', '--transport', 'softap', `--service_name=${address}`]),
        2,
        'link/address-invalid',
      );
    }
  });

  test('when the device is set up already, before it gets anything', async () => {
    await using device = await openSessionDevice();
    expectFailure(await run(credentials(device.address)), 5, 'device/session-only');
    expectJsonFailure(await run([...credentials(device.address), '--json']), 5, 'device/session-only');
    expectFailure(
      await run(['scan', '--service-name', device.address, '--pop', secrets.pop]),
      5,
      'device/session-only',
    );
    expectFailure(
      await run(['reprov', '--service-name', device.address, '--pop', secrets.pop]),
      5,
      'device/session-only',
      /the device has no prov-ctrl/i,
    );
    expect(new Set(device.asked)).toEqual(new Set(['proto-ver', 'prov-session', 'prov-config', 'prov-ctrl']));
  });

  test('only after an endpoint of its maker was told what might make it take credentials', async () => {
    await using device = await openSessionDevice({ 'custom-data': () => utf8('as you like') });
    const ended = await run([...credentials(device.address), '--custom-data', 'open']);
    expect(device.heard).toEqual(['custom-data open']);
    expectFailure(ended, 5, 'device/session-only');
  });

  test('when somebody listens who never answers', async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ended = await run(['info', '--service_name', address, '--exchange-timeout', '1']);
    expectFailure(ended, 4, 'link/timeout');
    for (const args of [['info'], ['scan'], ['send', 'custom-data', 'x'], ['reset'], ['reprov']]) {
      const bounded = await run([...args, '--service_name', address, '--timeout', '1']);
      expectFailure(bounded, 4, 'link/timeout');
      expect(bounded.stderr).toContain('Not done within 1 s');
    }
    server.close();
  });

  test('when the device is still joining at the end of the time', async () => {
    using scratch = new Scratch();
    const air = scratch.air({ join: 'no-address' });
    await using device = await startDevice(['--fast', '--air', air]);
    expectFailure(await run([...credentials(device.address), '--timeout', '1']), 3, 'wifi/join-timeout');
  });

  test('when the device already has credentials that did not work', async () => {
    using scratch = new Scratch();
    await using device = await startDevice(scratch.quickRadio());
    expectFailure(await run(credentials(device.address, { password: secrets.wrongPassword })), 1, 'wifi/auth-error');
    expectFailure(await run(credentials(device.address)), 8, 'device/apply-refused');
  });

  test('when there is no Bluetooth, before anything is asked', async () => {
    for (const args of [['info'], ['scan'], ['--ssid', 'myssid', '--passphrase', secrets.password], ['device']]) {
      const ended = await run([...args, '--transport', 'ble']);
      expectFailure(ended, 9, 'bluetooth/no-bus');
      expect(ended.stderr).toContain('DBUS_SYSTEM_BUS_ADDRESS');
      expectJsonFailure(await run([...args, '--transport', 'ble', '--json']), 9, 'bluetooth/no-bus');
    }
  });

  test('when something would have to be asked, before the device is disturbed', async () => {
    await using device = await startDevice();
    const first = ['--service_name', device.address, '--pop', secrets.pop];
    expectFailure(await run(first), 2, 'usage/needs-terminal');
    expectFailure(await run([...first, '--ssid', 'myssid']), 2, 'usage/needs-terminal');
    expectJsonFailure(await run([...first, '--passphrase', secrets.password, '--json']), 2, 'usage/needs-terminal');
    expect(device.program.output).not.toContain('Secured session established!');
  });

  test('when a value has no place in what a device takes, before it is disturbed', async () => {
    const nobody = '127.0.0.1:1';
    expectFailure(await run(credentials(nobody, { ssid: '' })), 2, 'wifi/invalid-ssid');
    expectFailure(await run([...credentials(nobody), '--dataset_tlvs', 'xyz']), 2, 'thread/invalid-dataset');
    for (const args of [
      ['--custom_data', '☕'],
      ['--sec2_username', '☕'],
    ]) {
      expectFailure(await run([...credentials(nobody), '--encoding', 'latin1', ...args]), 2, 'usage/invalid-option');
    }
    expectFailure(await run(['--sec2_gen_cred']), 2, 'usage/invalid-option');
  });

  test('when a device cannot take the name or the password', async () => {
    await using device = await startDevice(['--fast', '--no-auto-stop']);
    expectFailure(await run(credentials(device.address, { ssid: '' })), 2, 'wifi/invalid-ssid');
    expectFailure(
      await run(credentials(device.address, { ssid: '33 bytes and not one less of them' })),
      2,
      'wifi/invalid-ssid',
    );
    expectFailure(await run(credentials(device.address, { ssid: '☕'.repeat(11) })), 2, 'wifi/invalid-ssid');
    for (const password of ['f'.repeat(64), 'é'.repeat(32), 'seven 7', 'abc']) {
      expectFailure(await run(credentials(device.address, { password })), 2, 'wifi/invalid-passphrase');
    }
    const rawKey = await run(credentials(device.address, { password: 'f'.repeat(64) }));
    expect(rawKey.stderr).toContain('64 hexadecimal digits are a raw key, for which the device has no room');
    expect(device.program.output).not.toContain('Secured session established!');
    expect((await run(credentials(device.address))).code).toBe(0);
  });
});

describe.concurrent('a virtual device fails with its reason and a next step', { timeout: testTimeoutMs }, () => {
  test('when its port is taken', async () => {
    await using device = await startDevice();
    const args = ['device', '--transport', 'softap', '--listen', device.address];
    expectFailure(await run(args), 9, 'host/address-in-use');
    expectJsonFailure(await run([...args, '--json']), 9, 'host/address-in-use');
  });

  test('when its address is not of this machine', async () => {
    // A network that is kept for documents. RFC 5737
    const args = ['device', '--transport', 'softap', '--listen', '192.0.2.1:0'];
    expectFailure(await run(args), 9, 'host/address-unusable');
  });

  test('when its files are missing or broken', async () => {
    using scratch = new Scratch();
    const broken = scratch.path('broken.json');
    writeFileSync(broken, '{"half": ');
    for (const args of [
      ['--air', broken],
      ['--air', `${broken}.missing`],
      ['--flash', broken],
    ]) {
      expectFailure(await run(['device', '--transport', 'softap', ...args]), 9, 'host/file-unusable');
    }
  });

  test('when its options contradict each other', async () => {
    for (const args of [
      ['--profile', 'idf-4.4', '--security', '2'],
      ['--exit-when-provisioned', '--no-auto-stop'],
    ]) {
      expectFailure(await run(['device', '--transport', 'softap', ...args]), 2, 'usage/invalid-option');
    }
  });

  test('with the names of files as they are', async () => {
    const { stderr } = await run(['device', '--transport', 'softap', '--air', 'no-air.json']);
    expect(stderr).toContain('The file no-air.json cannot be read: there is no such file or folder.');
  });

  test('without a word of a file that holds passwords', async () => {
    using scratch = new Scratch();
    const broken = scratch.path('broken.json');
    writeFileSync(broken, `[{ "ssid": "a", "password": x${secrets.password} }]`);
    for (const [option, why] of [
      ['--air', 'Expected JSON, for example [{'],
      ['--flash', 'multiple of 4096'],
    ] as const) {
      const ended = await run(['device', '--transport', 'softap', option, broken]);
      expectFailure(ended, 9, 'host/file-unusable');
      expect(ended.stderr).toContain(why);
    }
  });

  test('when its air is no air', async () => {
    using scratch = new Scratch();
    const air = scratch.path('air.json');
    for (const content of [{}, [{}], [{ ssid: 'a', chanel: 3 }], [{ ssid: 'a', auth: 'WPA9' }]]) {
      writeFileSync(air, JSON.stringify(content));
      expectFailure(await run(['device', '--transport', 'softap', '--air', air]), 2, 'air/invalid-scenario');
    }
  });
});
