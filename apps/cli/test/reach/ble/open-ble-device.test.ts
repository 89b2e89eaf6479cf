import { type BleCentral, findDevice, Provisioner, readVersion } from '@esp-prov/client';
import { bleDeviceTransport, type DeviceTransport } from '@esp-prov/device';
import { bleServiceUuids, ProvisioningError } from '@esp-prov/protocol';
import { memoryRadio, type RadioFault, type RadioOperation } from '@esp-prov/testing';
import { releaseProfiles, VirtualEsp32 } from '@esp-prov/virtual';
import { afterEach, describe, expect, test } from 'vitest';
import { bleDeviceLink } from '../../../src/reach/ble/open-ble-device.ts';
import type { ReachOptions } from '../../../src/reach/reach-options.ts';

const options: ReachOptions = { transport: 'ble', encoding: 'utf8', exchangeTimeout: 5 };

describe('a device over Bluetooth', () => {
  const open: AsyncDisposable[] = [];
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each[Symbol.asyncDispose]();
  });

  /** A device in the air; the operations for which `isBad` says so lose their link. */
  async function air(isBad: (operation: RadioOperation) => boolean) {
    const radio = memoryRadio();
    const connections: number[] = [];
    radio.air.fault = (operation): RadioFault | undefined => {
      if (operation.kind === 'connect') connections.push(operation.number);
      return isBad(operation) ? 'drop-before' : undefined;
    };
    const transport: DeviceTransport = bleDeviceTransport(radio.peripheral);
    const profile = releaseProfiles.find(({ name }) => name === 'idf-5.5');
    const device = new VirtualEsp32({ transport, profile, fast: true, serial: () => undefined });
    open.push(device);
    await device.boot();
    const found = await findDevice(radio.central, { name: device.serviceName });
    return { connections, link: bleDeviceLink(radio.central, found, options) };
  }

  test('whose link is lost while its endpoints are read is connected to once more', async () => {
    let left = 1;
    const { link, connections } = await air(({ kind }) => kind === 'read-descriptor' && left-- > 0);
    expect((await readVersion(link.source)).version).toBe('v1.1');
    expect(connections).toHaveLength(2);
  });

  test('whose link is lost again is given up, by what happened', async () => {
    const { link, connections } = await air(({ kind }) => kind === 'read-descriptor');
    await expect(readVersion(link.source)).rejects.toMatchObject({ code: 'link/lost' });
    expect(connections).toHaveLength(2);
  });

  test('that is there at once leaves the reconnection for later', async () => {
    let left = 1;
    const { link, connections } = await air(({ kind }) => kind === 'read' && left-- > 0);
    await using provisioner = await Provisioner.connect(link.source, { username: 'wifiprov', password: 'abcd1234' });
    expect(provisioner.securityVersion).toBe(2);
    expect(connections).toHaveLength(2);
  });
});

test('a device is the one that was found, not another of its name, and one that is out of reach is tried once more', async () => {
  const connected: string[] = [];
  async function* scan() {
    const device = { name: 'PROV_DEVICE', rssi: -50, services: [bleServiceUuids.example], manufacturerData: undefined };
    for (const id of ['1', '2']) yield { ...device, id };
  }
  const connect = async (id: string) => {
    connected.push(id);
    throw new ProvisioningError('link/unreachable');
  };
  const central: BleCentral = { scan, connect, [Symbol.asyncDispose]: async () => undefined };
  const link = bleDeviceLink(central, { id: '2', name: 'PROV_DEVICE', services: [] }, options);
  await expect(readVersion(link.source)).rejects.toMatchObject({ code: 'link/unreachable' });
  expect(connected).toEqual(['2', '2']);
});
