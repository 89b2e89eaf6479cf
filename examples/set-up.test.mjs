// biome-ignore-all lint/style/noRestrictedImports: this test is an example for programs of others, which may have no Vitest.
// Tests of a program that provisions, with Node's own runner: `node --test`. Each has a virtual device of its own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Provisioner } from '@esp-prov/client';
import { httpTransport } from '@esp-prov/client/node';
import { parseAir, releaseProfiles, VirtualEsp32 } from '@esp-prov/virtual';
import { HttpDeviceTransport } from '@esp-prov/virtual/node';

/** Your program, in place of this: provisions the device at an address, and returns how that ended. */
async function setUp(address, network) {
  const transport = httpTransport(address);
  try {
    const provisioner = await Provisioner.connect(transport, { username: 'wifiprov', password: 'abcd1234' });
    let last;
    for await (const step of provisioner.provision(network)) last = step;
    return last;
  } finally {
    await transport[Symbol.asyncDispose]();
  }
}

/** Runs a test against a device that just came from the factory, without the waits of firmware and radio. */
async function withDevice(options, run) {
  const transport = new HttpDeviceTransport();
  const device = new VirtualEsp32({ transport, profile: profile('idf-5.5'), fast: true, ...options });
  await device.boot();
  try {
    await run(transport.address);
  } finally {
    await device[Symbol.asyncDispose]();
  }
}

function profile(name) {
  return releaseProfiles.find((each) => each.name === name);
}

const network = { ssid: 'myssid', passphrase: 'mypassword' };

for (const name of ['idf-5.3', 'idf-5.5', 'netprov-1.2', 'netprov-1.2-idf6.0.2']) {
  test(`a device with ${name} joins the network`, () =>
    withDevice({ profile: profile(name) }, async (address) => {
      assert.equal((await setUp(address, network)).kind, 'connected');
    }));
}

test('a wrong password is a reason, not an error', () =>
  withDevice({}, async (address) => {
    const { kind, reason } = await setUp(address, { ...network, passphrase: 'wrongpassword' });
    assert.deepEqual({ kind, reason }, { kind: 'failed', reason: 'auth-error' });
  }));

test('a network of your own invention does not let the device in', () => {
  const air = parseAir({ accessPoints: [{ ssid: 'full', password: '12345678', join: 'refuse' }] });
  return withDevice({ air }, async (address) => {
    assert.equal((await setUp(address, { ssid: 'full', passphrase: '12345678' })).kind, 'failed');
  });
});

test('a device that refuses the credentials is an error with a name', () =>
  withDevice({ faults: [{ endpoint: 'prov-config', kind: 'drop' }] }, async (address) => {
    await assert.rejects(setUp(address, network), { code: 'endpoint/refused' });
  }));
