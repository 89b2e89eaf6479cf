import { once } from 'node:events';
import { connect } from 'node:net';
import { Provisioner } from '@esp-prov/client';
import { httpTransport } from '@esp-prov/client/node';
import { describe, expect, test } from 'vitest';
import { factoryFlash, VirtualEsp32 } from '../../src/index.ts';
import { HttpDeviceTransport } from '../../src/node/index.ts';
import { idf33 } from '../../src/profiles/idf-3.3.ts';
import { idf55 } from '../../src/profiles/idf-5.5.ts';
import type { ReleaseProfile } from '../../src/profiles/release-profile.ts';

const network = { ssid: 'myssid', passphrase: 'mypassword' };

async function powerOn(profile: ReleaseProfile) {
  const { httpSession: session, httpSegments: segments } = profile;
  const transport = new HttpDeviceTransport({ session, segments });
  const secret = { securityVersion: 1 as const };
  const device = new VirtualEsp32({ transport, flash: factoryFlash(), profile, secret, fast: true });
  await device.boot();
  const link = httpTransport(transport.address);
  return {
    transport,
    link,
    async [Symbol.asyncDispose]() {
      await link[Symbol.asyncDispose]();
      await device[Symbol.asyncDispose]();
    },
  };
}

/** Opens a connection of another client, which takes the only socket of the device. */
async function knock(address: string): Promise<void> {
  const [host, port] = address.split(':');
  const socket = connect(Number(port), host);
  await once(socket, 'connect');
  socket.destroy();
  await once(socket, 'close');
}

describe('a session over HTTP with a device of one socket that sends head and body apart', () => {
  test('lasts for 200 exchanges where a cookie keeps it', async () => {
    await using powered = await powerOn(idf55);
    const provisioner = await Provisioner.connect(powered.link, { pop: 'abcd1234' });
    for (let i = 0; i < 200; i++) expect((await provisioner.wifiStatus()).state).toBe('connecting');
  });

  test('outlives a refusal, and whoever else takes the socket, where a cookie keeps it', async () => {
    await using powered = await powerOn(idf55);
    const provisioner = await Provisioner.connect(powered.link, { pop: 'abcd1234' });
    await provisioner.wifiStatus();
    await knock(powered.transport.address);
    await provisioner.wifiStatus();
    // Refused without an answer; another connection shows whether the device is still there.
    const refused = provisioner.send('prov-config', new Uint8Array(9).fill(255));
    await expect(refused).rejects.toMatchObject({ code: 'endpoint/refused' });
    await provisioner.reopen();
    await provisioner.wifiStatus();
  });

  test.each([idf33, idf55])('goes the whole way with $name', async (profile) => {
    await using powered = await powerOn(profile);
    const provisioner = await Provisioner.connect(powered.link, { pop: 'abcd1234' });
    await provisioner.scan();
    let last: string | undefined;
    for await (const { kind } of provisioner.provision(network)) last = kind;
    expect(last).toBe('connected');
  });
});
