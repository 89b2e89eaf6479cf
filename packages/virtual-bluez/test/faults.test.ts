import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../test/setup/needs.ts';
import { devicePath } from './support/central.ts';
import { endpoint, testRooms } from './support/test-room.ts';

const device = devicePath();

describe.skipIf(!canStartBus)('a fault on request', () => {
  const room = testRooms();

  test('keeps a device from being connected to, as often as was said', async () => {
    const { bluez, central } = await room();
    await central.find();
    bluez.addFault({ at: 'connect', adapter: 'hci1', error: 'never' });
    bluez.addFault({ at: 'connect', error: 'le-connection-refused', times: 2 });
    const connect = () => central.refusal(() => central.call(device, 'Connect'));
    expect([await connect(), await connect()]).toEqual([
      'Failed: le-connection-refused',
      'Failed: le-connection-refused',
    ]);
    bluez.addFault({ at: 'connect', error: 'InProgress: br-connection-busy' });
    expect([await connect(), await connect()]).toEqual(['InProgress: br-connection-busy', 'no error']);
  });

  test('has the link fall while it is made, or right after', async () => {
    const { bluez, central } = await room();
    await central.find();
    bluez.addFault({ at: 'connect', drop: 'before' });
    expect(await central.refusal(() => central.call(device, 'Connect'))).toBe('Failed: le-connection-abort-by-local');
    bluez.addFault({ at: 'connect', drop: 'after' });
    await central.call(device, 'Connect');
    await expect.poll(() => central.changes(device, 'Connected')).toEqual([true, false]);
  });

  test('has the link fall while services are read, before or after they are', async () => {
    const { bluez, central } = await room();
    await central.find();
    for (const drop of ['before', 'after'] as const) {
      bluez.addFault({ at: 'discover', drop });
      await central.call(device, 'Connect');
      await expect.poll(() => central.changes(device, 'Connected').at(-1)).toBe(false);
    }
    expect(central.changes(device, 'ServicesResolved')).toEqual([]);
  });

  test('leaves services unread for ever, or resolved and not there', async () => {
    const { bluez, central } = await room();
    await central.find();
    bluez.addFault({ at: 'discover', delayMs: Number.POSITIVE_INFINITY });
    await central.call(device, 'Connect');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await central.get(device, 'ServicesResolved')).toBe(false);
    await central.call(device, 'Disconnect');
    bluez.addFault({ at: 'discover', error: 'unlikely' });
    await central.reach();
    await expect(central.attribute(endpoint.session)).rejects.toThrow('no attribute');
  });

  test('answers requests with an error, of one attribute or of all', async () => {
    const { bluez, central, peripheral } = await room();
    await central.reach();
    const session = await central.attribute(endpoint.session);
    const config = await central.attribute(endpoint.config);
    const takeBack = bluez.addFault({ at: 'write', uuid: endpoint.config, attError: 0x85, times: 100 });
    await central.write(session, 'x');
    expect(await central.refusal(() => central.write(config, 'x'))).toBe(
      'Failed: Operation failed with ATT error: 0x85',
    );
    takeBack();
    await central.write(config, 'x');
    bluez.addFault({ at: 'read', attError: 0x0d });
    expect(await central.refusal(() => central.read(session))).toBe('InvalidArguments: Invalid Length');
    expect(peripheral.calls.filter((call) => call.startsWith('WriteValue'))).toHaveLength(2);
  });

  test('has the link fall before a write arrives, or after, and the central cannot tell which', async () => {
    const { bluez, central, peripheral } = await room();
    for (const [drop, calls] of [
      ['before', 0],
      ['after', 1],
    ] as const) {
      await central.reach();
      const session = await central.attribute(endpoint.session);
      bluez.addFault({ at: 'write', drop });
      const refusal = await central.refusal(() => central.write(session, 'x'));
      expect(refusal).toMatch(/0x0e|Not connected/);
      expect(peripheral.calls.length, drop).toBe(calls);
      await central.until(device, 'Connected', false);
    }
  });

  test('slows writes down, until the link is given up', async () => {
    const { bluez, central } = await room({ delays: { requestTimeoutMs: 3000 } });
    await central.reach();
    const session = await central.attribute(endpoint.session);
    bluez.addFault({ at: 'write', delayMs: 30 });
    const started = performance.now();
    await central.write(session, 'x');
    expect(performance.now() - started).toBeGreaterThan(28);
    bluez.addFault({ at: 'write', delayMs: Number.POSITIVE_INFINITY });
    expect(await central.refusal(() => central.write(session, 'x'))).toBe(
      'Failed: Operation failed with ATT error: 0x0e',
    );
    await central.until(device, 'Connected', false);
  });

  test('has the link fall at any moment', async () => {
    const { bluez, central } = await room();
    await central.reach();
    const session = await central.attribute(endpoint.session);
    bluez.dropLinks('hci1');
    expect(await central.refusal(() => central.read(session))).toBe('Failed: Not connected');
    await central.reach();
    bluez.setSignal('hci0', 'hci1', undefined);
    await central.until(device, 'Connected', false);
    expect(bluez.links).toBe(0);
    expect(() => bluez.dropLinks('hci9')).toThrow('there is no adapter hci9');
  });

  test('makes pairing fail by any name', async () => {
    const { bluez, central } = await room();
    await central.reach();
    bluez.addFault({ at: 'pair', error: 'AuthenticationTimeout' });
    expect(await central.refusal(() => central.call(device, 'Pair'))).toBe(
      'AuthenticationTimeout: Authentication Timeout',
    );
  });

  test('has a central believe in services that are gone', async () => {
    const { bluez, central, peripheral } = await room();
    await central.reach();
    const session = await central.attribute(endpoint.session);
    await central.call(device, 'Disconnect');
    bluez.setStaleCache('hci0', true);
    peripheral.removeService();
    await peripheral.call('org.bluez.GattManager1', 'UnregisterApplication', 'o', ['/app']);
    await peripheral.register();
    await central.reach();
    expect(await central.attribute(endpoint.session)).toBe(session);
    expect(await central.refusal(() => central.write(session, 'x'))).toBe(
      'Failed: Operation failed with ATT error: 0x01',
    );
    await central.call('/org/bluez/hci0', 'StopDiscovery');
    await central.call('/org/bluez/hci0', 'RemoveDevice', 'o', [device]);
    await expect.poll(async () => (await central.objects()).has(device)).toBe(false);
    await central.reach();
    await central.write(await central.attribute(endpoint.session), 'x');
  });
});
