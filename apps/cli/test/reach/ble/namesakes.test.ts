import type { BleCentral } from '@esp-prov/client';
import { bleServiceUuids, ProvisioningError } from '@esp-prov/protocol';
import { expect, test } from 'vitest';
import { openFoundDevice } from '../../../src/reach/ble/open-ble-device.ts';
import type { ReachOptions } from '../../../src/reach/reach-options.ts';

const options = { transport: 'ble', exchangeTimeout: 1, encoding: 'utf8' } as ReachOptions;

/** Two devices of one name, and who of them is connected. */
function twins(): { central: BleCentral; connected: string[] } {
  const connected: string[] = [];
  async function* scan() {
    const device = { name: 'PROV_DEVICE', rssi: -50, services: [bleServiceUuids.example], manufacturerData: undefined };
    for (const id of ['1', '2']) yield { ...device, id };
  }
  const connect = async (id: string) => {
    connected.push(id);
    throw new ProvisioningError('link/unreachable');
  };
  return { central: { scan, connect, [Symbol.asyncDispose]: async () => undefined }, connected };
}

test.each([
  [{ name: 'PROV_DEVICE', id: '2' }, '2'],
  [{ name: 'PROV_DEVICE' }, '1'],
])('of two devices with one name, %o is device %s', async (wanted, id) => {
  const { central, connected } = twins();
  const opening = openFoundDevice(central, wanted, options, new AbortController().signal);
  await expect(opening).rejects.toMatchObject({ code: 'link/unreachable' });
  expect(connected).toEqual([id]);
});
