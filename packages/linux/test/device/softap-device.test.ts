import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { Provisioner } from '@esp-prov/client';
import { httpTransport } from '@esp-prov/client/node';
import { systemClock } from '@esp-prov/protocol';
import { memoryRadio } from '@esp-prov/testing';
import { afterEach, describe, expect, it } from 'vitest';
import type { LinuxDevice, LinuxDeviceEvent } from '../../src/device/linux-device.ts';
import { runLinuxDevice } from '../../src/device/run-linux-device.ts';
import { softApOfferTransport } from '../../src/device/softap-offer-transport.ts';
import { ModelDisk } from '../state/model-disk.ts';
import { FakeBoardWifi, heardNetwork, joinsWith } from '../support/fake-board-wifi.ts';
import { fakeParts } from '../support/fake-parts.ts';
import { FakePrograms } from '../support/fake-programs.ts';

const networks = [heardNetwork('home', { channel: 11 })];
const started: LinuxDevice[] = [];
afterEach(async () => {
  for (const device of started.splice(0)) await device[Symbol.asyncDispose]();
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A board with one radio, whose access point is the loopback. */
async function bench() {
  const wifi = new FakeBoardWifi({ networks, outcome: joinsWith('right key', networks) });
  const events: LinuxDeviceEvent[] = [];
  const port = await freePort();
  const programs = new FakePrograms({ dnsmasq: () => 'Dnsmasq version 2.90' });
  const { peripheral } = memoryRadio();
  const parts = fakeParts({ clock: systemClock, disk: new ModelDisk(), wifi, peripheral: () => peripheral });
  const options = {
    transport: 'softap',
    port,
    stateFolder: '/state',
    onEvent: (event: LinuxDeviceEvent) => void events.push(event),
  } as const;
  const device = await runLinuxDevice(options, {
    ...parts,
    openTransport: async (context) => softApOfferTransport(context, { programs, address: '127.0.0.1/24' }),
  });
  started.push(device);
  const kinds = () => events.map((event) => (event.kind === 'manager' ? event.event.kind : event.kind));
  await expect.poll(kinds).toContain('offering');
  const client = () =>
    Provisioner.connect(async () => httpTransport(`127.0.0.1:${port}`), {
      username: 'wifiprov',
      password: device.identity.pop ?? '',
    });
  return { wifi, device, events, kinds, client };
}

async function provision(client: Provisioner, passphrase: string): Promise<string> {
  try {
    let last = '';
    for await (const step of client.provision({ ssid: 'home', passphrase })) {
      last = step.kind === 'failed' ? `failed: ${step.reason}` : step.kind;
    }
    return last;
  } catch (error) {
    return String((error as { code?: string }).code);
  }
}

describe('a board with one radio, reached over its access point', () => {
  it('is protected by its own passphrase, and ends the service once it has joined', async () => {
    const { wifi, device, events, kinds, client } = await bench();
    expect(wifi.hotspot?.options.passphrase).toBe(device.identity.hotspotPassphrase);
    const outcome = await provision(await client(), 'right key');
    // Nobody can ask any more: the access point is closed.
    expect(['wifi/outcome-unknown', 'connected']).toContain(outcome);
    await expect.poll(kinds).toContain('idle');
    expect(events).toContainEqual({ kind: 'idle', why: 'succeeded' });
    expect(wifi.hotspot).toBeUndefined();
    expect(wifi.calls).toContain('keep home');
    expect(await device.whenOnline()).toEqual({ ip4: '192.168.1.23' });
  });

  it('opens its access point again after a wrong password, and takes the right one', async () => {
    const { wifi, kinds, client } = await bench();
    await provision(await client(), 'wrong');
    await expect.poll(kinds).toContain('credentials-failed');
    await expect.poll(() => wifi.hotspot !== undefined).toBe(true);
    await provision(await client(), 'right key');
    await expect.poll(kinds).toContain('idle');
    expect(wifi.calls.filter((call) => call.startsWith('keep'))).toEqual(['keep home']);
  });
});
