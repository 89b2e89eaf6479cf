import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectedBus, connectBus } from '@esp-prov/dbus';
import { decodeUtf8 } from '@esp-prov/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { createLinuxDevice } from '../../src/device/create-linux-device.ts';
import type { LinuxDevice, LinuxDeviceEvent, LinuxDeviceOptions } from '../../src/device/linux-device.ts';
import { type Chain, provision, startChain } from '../support/chain.ts';

describe.skipIf(!canStartBus)('a board on a virtual BlueZ and a virtual NetworkManager', () => {
  let chain: Chain;
  let folder: string;
  const devices: LinuxDevice[] = [];
  const buses: ConnectedBus[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'board-chain-'));
  });
  afterEach(async () => {
    for (const device of devices.splice(0)) await device[Symbol.asyncDispose]();
    for (const bus of buses.splice(0)) await bus.close();
    await chain?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  async function start(options: LinuxDeviceOptions = {}) {
    const bus = await connectBus({ address: chain.address });
    buses.push(bus);
    const events: string[] = [];
    const lines: string[] = [];
    const onEvent = (event: LinuxDeviceEvent) =>
      void events.push(event.kind === 'manager' ? event.event.kind : event.kind);
    const device = await createLinuxDevice({
      bus,
      stateFolder: folder,
      bluetooth: { adapter: 'hci1' },
      onEvent,
      log: (level, tag, text) => void lines.push(`${level} ${tag}: ${text}`),
      ...options,
    });
    devices.push(device);
    return { device, events, lines };
  }

  const ourProfiles = () => chain.manager.profilesOnDisk.filter(({ id }) => id.startsWith('esp-prov '));
  const connectedTo = () => decodeUtf8(chain.manager.connectedTo('wlan0') ?? new Uint8Array(0));

  it('takes the right password after a wrong one, keeps the network, and is in it after a restart', async () => {
    chain = await startChain();
    const { device, events } = await start();
    await expect.poll(() => events).toContain('offering');
    const { name, pop = '' } = device.identity;
    const client = await chain.connect(name, pop);
    expect((await client.scan()).map(({ ssid }) => decodeUtf8(ssid))).toContain('home');
    expect(await provision(client, 'home', 'wrong key')).toMatchObject({ kind: 'failed', reason: 'auth-error' });
    expect(ourProfiles()).toEqual([]);
    expect(await provision(client, 'nowhere', 'right key')).toMatchObject({
      kind: 'failed',
      reason: 'network-not-found',
    });
    expect(await provision(client, 'home', 'right key')).toMatchObject({ kind: 'connected' });
    await expect.poll(() => events).toContain('idle');
    expect(connectedTo()).toBe('home');
    expect(ourProfiles()).toHaveLength(1);
    await device[Symbol.asyncDispose]();
    expect(connectedTo()).toBe('home');

    const again = await start();
    expect(await again.device.isProvisioned()).toBe(true);
    await expect.poll(() => again.events).toContain('online');
    expect(again.events).not.toContain('offering');
    await again.device.reset();
    expect(ourProfiles()).toEqual([]);
    await expect.poll(() => again.events).toContain('offering');
  });

  it('brings the connection of the user back when it is given up, and leaves the profile alone', async () => {
    const profiles = [{ id: 'mine', ssid: 'work', passphrase: 'right key' }];
    chain = await startChain({ profiles });
    await expect.poll(connectedTo).toBe('work');
    const { device, events } = await start();
    await expect.poll(() => events).toContain('offering');
    const client = await chain.connect(device.identity.name, device.identity.pop ?? '');
    expect(await provision(client, 'home', 'wrong key')).toMatchObject({ kind: 'failed' });
    await device.withdraw();
    await expect.poll(connectedTo).toBe('work');
    expect(chain.manager.profilesOnDisk.map(({ id }) => id)).toEqual(['mine']);
    // That it is online again may follow.
    expect(events.slice(events.lastIndexOf('offering'))).toContain('idle');
  });

  it('says when the bus has ended for good, and then lets itself be put away', async () => {
    chain = await startChain();
    const { device, events } = await start();
    await expect.poll(() => events).toContain('offering');
    const waiting = device.whenOnline().catch((error: unknown) => error);
    await chain.stopBus();
    expect(await waiting).toMatchObject({ code: 'board/no-service' });
    expect(device.lost.reason).toMatchObject({ code: 'board/no-service' });
    await device[Symbol.asyncDispose]();
  });

  it('does not wait on a bus that has ended', async () => {
    chain = await startChain({ started: false });
    const waits: string[] = [];
    const starting = start({
      wifi: { service: 'networkmanager' },
      onEvent: (event) => void (event.kind === 'waiting' && waits.push(event.what)),
    }).catch((error: unknown) => error);
    await expect.poll(() => waits).toHaveLength(1);
    await chain.stopBus();
    expect(await starting).toMatchObject({ code: 'board/no-service' });
  });

  it('waits for a late NetworkManager and for a late adapter', async () => {
    chain = await startChain({ started: false });
    chain.bluez.setPowered('hci1', false);
    const waits: string[] = [];
    const starting = start({
      wifi: { service: 'networkmanager' },
      onEvent: (event) => void (event.kind === 'waiting' && waits.push(event.what)),
    });
    await expect.poll(() => waits).toHaveLength(1);
    await chain.manager.start();
    const { lines } = await starting;
    await expect.poll(() => waits.at(-1)).toMatch(/Bluetooth adapter/);
    chain.bluez.setPowered('hci1', true);
    await expect.poll(() => lines.filter((line) => line.includes('could not'))).toEqual([]);
    const device = devices[0] as LinuxDevice;
    const client = await chain.connect(device.identity.name, device.identity.pop ?? '');
    expect(await provision(client, 'home', 'right key')).toMatchObject({ kind: 'connected' });
  });
});
