import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../test/setup/needs.ts';
import { devicePath, testCentral } from './support/central.ts';
import { recordingProxy } from './support/recording-proxy.ts';
import { endpoint, testRooms } from './support/test-room.ts';

const device = devicePath();
/** What the other side has of the central. */
const back = devicePath('hci1', '00');

describe.skipIf(!canStartBus)('a connection', () => {
  const room = testRooms();

  test('is seen on both sides', async () => {
    const { bluez, central } = await room();
    await central.reach();
    expect(bluez.links).toBe(1);
    const objects = await central.objects();
    expect(objects.get(device)).toMatchObject({ Connected: true, ServicesResolved: true, Name: 'virtual1' });
    expect(objects.get(back)).toMatchObject({ Connected: true, Adapter: '/org/bluez/hci1' });
    await central.call(device, 'Connect');
    expect(bluez.links).toBe(1);
    await central.call(back, 'Disconnect');
    await central.until(device, 'Connected', false);
    expect(bluez.links).toBe(0);
  });

  test('ends in the order that clients count on: services, answer, connection', async () => {
    const { bluez, central } = await room();
    await central.find();
    await using proxy = await recordingProxy(bluez.address);
    await using client = await testCentral(proxy.address);
    await client.reach(device);
    const before = proxy.messages.length;
    await client.call(device, 'Disconnect');
    await expect.poll(() => client.changes(device, 'Connected').at(-1)).toBe(false);
    const order = proxy.messages.slice(before).flatMap(({ kind, text }) => {
      if (kind === 'answer') return ['answer'];
      return ['ServicesResolved', 'Connected'].filter((name) => text.includes(device) && text.includes(name));
    });
    expect(order).toEqual(['ServicesResolved', 'answer', 'Connected']);
    expect(client.changes(device, 'ServicesResolved')).toEqual([true, false]);
  });

  test('ends quietly when there is none', async () => {
    const { central } = await room();
    await central.find();
    expect(await central.call(device, 'Disconnect')).toEqual([]);
  });

  test('with a device that does not advertise fails after a while', async () => {
    const { bluez, central, peripheral } = await room();
    await central.find();
    await peripheral.bus.close();
    await central.until('/org/bluez/hci1', 'ActiveInstances', 0);
    const started = performance.now();
    expect(await central.refusal(() => central.call(device, 'Connect'))).toBe('Failed: le-connection-abort-by-local');
    expect(performance.now() - started).toBeGreaterThan(95);
    expect(bluez.links).toBe(0);
  });

  test('waits for a device that advertises again in time', async () => {
    const { central, peripheral } = await room({ delays: { connectTimeoutMs: 5000 } });
    await central.find();
    await peripheral.call('org.bluez.LEAdvertisingManager1', 'UnregisterAdvertisement', 'o', ['/advertisement']);
    const connected = central.call(device, 'Connect');
    await new Promise((resolve) => setTimeout(resolve, 30));
    await peripheral.advertise();
    await connected;
  });

  test('that is still being made is there once, and can be called off', async () => {
    const { bluez, central } = await room({ delays: { connectMs: 5000 } });
    await central.find();
    const first = central.refusal(() => central.call(device, 'Connect'));
    expect(await central.refusal(() => central.call(device, 'Connect'))).toBe('Failed: Operation already in progress');
    await central.call(device, 'Disconnect');
    expect(await first).toBe('Failed: br-connection-canceled');
    expect(bluez.links).toBe(0);
  });

  test('through an adapter that is off fails', async () => {
    const { bluez, central } = await room();
    await central.reach();
    await central.call(device, 'Disconnect');
    bluez.setPowered('hci0', false);
    expect(await central.refusal(() => central.call(device, 'Connect'))).toBe('Failed: Input/output error');
  });

  test('outlives the program that made it, as bluetoothd has it', async () => {
    const { bluez, central } = await room();
    await central.reach();
    await central.bus.close();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(bluez.links).toBe(1);
  });

  test('is made to one device by one central', async () => {
    const { bluez, central } = await room({ adapters: 3 });
    await central.find(devicePath('hci2'));
    await central.reach();
    expect(await central.refusal(() => central.call(devicePath('hci2'), 'Connect'))).toBe(
      'Failed: le-connection-abort-by-local',
    );
    expect(bluez.links).toBe(1);
  });

  test('ends with RemoveDevice, which takes the device and everything below it away', async () => {
    const { central } = await room();
    await central.reach();
    await central.call('/org/bluez/hci0', 'StopDiscovery');
    await central.call('/org/bluez/hci0', 'RemoveDevice', 'o', [device]);
    await expect
      .poll(async () => [...(await central.objects()).keys()].filter((path) => path.startsWith(device)))
      .toEqual([]);
    await central.until(back, 'Connected', false);
    const remove = () => central.call('/org/bluez/hci0', 'RemoveDevice', 'o', [device]);
    expect(await central.refusal(remove)).toBe('DoesNotExist: Does Not Exist');
    await central.find();
  });

  test('keeps the device, which is no longer one that was only seen', async () => {
    const { central, peripheral } = await room({ delays: { temporaryMs: 20 } });
    await central.reach();
    await central.call(device, 'Disconnect');
    await peripheral.bus.close();
    // The other side has only seen the central, and forgets it by the same time.
    await expect.poll(async () => (await central.objects()).has(back)).toBe(false);
    expect((await central.objects()).has(device)).toBe(true);
    await central.set(device, 'Alias', 's', 'lamp');
    await central.set(device, 'Trusted', 'b', true);
    expect((await central.objects()).get(device)).toMatchObject({ Alias: 'lamp', Trusted: true });
  });

  test('takes no profile', async () => {
    const { central } = await room();
    await central.find();
    expect(await central.refusal(() => central.call(device, 'ConnectProfile', 's', [endpoint.session]))).toBe(
      'NotAvailable: Operation currently not available',
    );
  });
});
