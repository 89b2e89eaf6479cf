import { bleDeviceTransport, type DeviceTransport } from '@esp-prov/device';
import { memoryRadio, type RadioFault, type RadioOperation } from '@esp-prov/testing';
import { releaseProfiles, VirtualEsp32 } from '@esp-prov/virtual';
import { afterEach, describe, expect, test } from 'vitest';
import { openFoundDevice } from '../../../src/reach/ble/open-ble-device.ts';
import type { ReachOptions } from '../../../src/reach/reach-options.ts';

const options: ReachOptions = { transport: 'ble', encoding: 'utf8', exchangeTimeout: 5 };
const { signal } = new AbortController();

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
    return { radio, connections, name: device.serviceName };
  }

  test('whose link is lost while its endpoints are read is connected to once more', async () => {
    let left = 1;
    const { radio, connections, name } = await air(({ kind }) => kind === 'read-descriptor' && left-- > 0);
    const link = await openFoundDevice(radio.central, { name }, options, signal);
    expect(link.transport.endpoints?.has('prov-session')).toBe(true);
    expect(link.wasReopened).toBe(true);
    expect(connections).toHaveLength(2);
    await link.transport[Symbol.asyncDispose]();
  });

  test('whose link is lost again is given up, by what happened', async () => {
    const { radio, connections, name } = await air(({ kind }) => kind === 'read-descriptor');
    const opening = openFoundDevice(radio.central, { name }, options, signal);
    await expect(opening).rejects.toMatchObject({ code: 'link/lost' });
    expect(connections).toHaveLength(2);
  });

  test('that is there at once leaves the reconnection for later', async () => {
    const { radio, name } = await air(() => false);
    const link = await openFoundDevice(radio.central, { name }, options, signal);
    expect(link.wasReopened).toBe(false);
    await link.transport[Symbol.asyncDispose]();
  });
});
