import { connectBus, startPrivateBus } from '@esp-prov/dbus';
import { silentLog, systemClock } from '@esp-prov/protocol';
import { failureOf } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../test/setup/needs.ts';
import type { AdapterSettings } from '../src/adapter/adapter.ts';
import { Bluetoothd } from '../src/bluetoothd.ts';
import { defaultDelays, startVirtualBluez } from '../src/index.ts';
import { Air } from '../src/radio/air.ts';
import { FaultPlan } from '../src/radio/faults.ts';
import { devicePath, testCentral } from './support/central.ts';
import { testPeripheral } from './support/peripheral.ts';
import { endpoint, testRooms } from './support/test-room.ts';

const device = devicePath();
const adapter = '/org/bluez/hci0';

describe.skipIf(!canStartBus)('a virtual BlueZ', () => {
  const room = testRooms();

  test('has the adapters that were asked for', async () => {
    const adapters = [{ name: 'hci3', address: 'AA:BB:CC:DD:EE:FF', systemName: 'pi', powered: false }, {}];
    const { central } = await room({ adapters });
    const objects = await central.objects();
    expect(objects.get('/org/bluez/hci3')).toMatchObject({
      Address: 'AA:BB:CC:DD:EE:FF',
      AddressType: 'public',
      Name: 'pi',
      Alias: 'pi',
      Powered: false,
      PowerState: 'off',
      Roles: ['central', 'peripheral', 'central-peripheral'],
    });
    await central.set('/org/bluez/hci3', 'Alias', 's', 'board');
    expect(await central.get('/org/bluez/hci3', 'Alias')).toBe('board');
    await central.set('/org/bluez/hci3', 'Alias', 's', '');
    expect(await central.get('/org/bluez/hci3', 'Alias')).toBe('pi');
    expect(objects.get('/org/bluez/hci1')).toMatchObject({ Address: '02:00:00:00:00:01', Powered: true });
  });

  test('takes the bus that is there, and leaves it', async () => {
    await using own = await startPrivateBus();
    const bluez = await startVirtualBluez({ bus: own.address });
    expect((await failureOf(startVirtualBluez({ bus: own.address }))).code).toBe('bluetooth/refused');
    await bluez[Symbol.asyncDispose]();
    await using bus = await connectBus({ address: own.address });
    await bus.requestName('org.bluez');
  });

  test('says what is missing where there is no dbus-daemon, or no bus', async () => {
    expect((await failureOf(startVirtualBluez({ bus: 'unix:path=/nonexistent' }))).code).toBe('bluetooth/no-bus');
    const path = process.env['PATH'];
    process.env['PATH'] = '/nonexistent';
    try {
      expect((await failureOf(startVirtualBluez())).code).toBe('bluetooth/no-bus');
    } finally {
      process.env['PATH'] = path;
    }
  });

  test('that is switched off scans no more, and drops what is connected', async () => {
    const { bluez, central } = await room();
    await central.reach();
    await central.set(adapter, 'Powered', 'b', false);
    expect((await central.objects()).get(device)).toMatchObject({ Connected: false, ServicesResolved: false });
    expect(central.changes(adapter, 'Powered')).toEqual([false]);
    expect(central.changes(adapter, 'PowerState')).toEqual(['on-disabling', 'off']);
    expect(central.changes(adapter, 'Discovering')).toEqual([true, false]);
    for (const member of ['StartDiscovery', 'StopDiscovery']) {
      expect(await central.refusal(() => central.call(adapter, member))).toBe('NotReady: Resource Not Ready');
    }
    expect(await central.refusal(() => central.call(adapter, 'SetDiscoveryFilter', 'a{sv}', [{}]))).toMatch(
      /^NotReady/,
    );
    expect(await central.refusal(() => central.call(adapter, 'RemoveDevice', 'o', [device]))).toMatch(/^NotReady/);
    expect(bluez.links).toBe(0);
    await central.set(adapter, 'Powered', 'b', true);
    expect(central.changes(adapter, 'PowerState').slice(2)).toEqual(['off-enabling', 'on']);
    await central.reach();
  });

  test('that is switched off at the other side is not heard until it is on again', async () => {
    const { bluez, central, peripheral } = await room();
    await central.reach();
    bluez.setPowered('hci1', false);
    await central.until(device, 'Connected', false);
    expect(await central.refusal(() => central.call(device, 'Connect'))).toBe('Failed: le-connection-abort-by-local');
    bluez.setPowered('hci1', true);
    await central.reach();
    await central.write(await central.attribute(endpoint.session), 'x');
    expect(peripheral.released).toBe(0);
  });

  test('that is blocked cannot be switched on', async () => {
    const { bluez, central } = await room();
    bluez.setBlocked('hci0', true);
    expect((await central.objects()).get(adapter)).toMatchObject({ Powered: false, PowerState: 'off-blocked' });
    expect(await central.refusal(() => central.set(adapter, 'Powered', 'b', true))).toMatch(/^Blocked/);
    bluez.setBlocked('hci0', false);
    expect((await central.objects()).get(adapter)).toMatchObject({ Powered: false, PowerState: 'off' });
    await central.set(adapter, 'Powered', 'b', true);
  });

  test('loses an adapter that is pulled out, with all that hangs on it, and has it back', async () => {
    const { bluez, central, peripheral } = await room();
    await central.reach();
    await bluez.unplug('hci1');
    await central.until(device, 'Connected', false);
    expect([...(await central.objects()).keys()].filter((path) => path.includes('hci1'))).toEqual([]);
    await expect.poll(() => peripheral.released).toBe(1);
    await bluez.unplug('hci0');
    expect([...(await central.objects()).keys()].filter((path) => path.includes('hci'))).toEqual([]);
    bluez.plug('hci0');
    bluez.plug('hci1');
    bluez.plug('hci1');
    await peripheral.register();
    await peripheral.advertise();
    await central.reach();
  });

  test('loses its name and has it back when it is restarted, and knows nothing then', async () => {
    const { bluez, central, peripheral } = await room();
    await central.reach();
    bluez.setPowered('hci1', true);
    const owners: unknown[] = [];
    await central.bus.addMatch(
      { sender: 'org.freedesktop.DBus', member: 'NameOwnerChanged', arg0: 'org.bluez' },
      ({ body }) => owners.push(body[2]),
    );
    await bluez.stopService();
    expect(await central.refusal(() => central.objects())).toMatch(/ServiceUnknown/);
    await expect.poll(() => peripheral.released).toBe(1);
    await bluez.startService();
    await bluez.startService();
    await expect.poll(() => owners).toEqual(['', expect.stringMatching(/^:/)]);
    expect((await central.objects()).has(device)).toBe(false);
    await peripheral.register();
    await peripheral.advertise();
    await central.reach();
  });

  test('shows its tree from the top', async () => {
    const { central } = await room();
    await central.find();
    const nodes = async (path: string) => {
      const [xml] = await central.bus.call({
        destination: 'org.bluez',
        path,
        interface: 'org.freedesktop.DBus.Introspectable',
        member: 'Introspect',
      });
      return [...String(xml).matchAll(/<node name="([^"]*)"/g)].map(([, name]) => name);
    };
    expect([await nodes('/'), await nodes('/org'), await nodes('/org/bluez'), await nodes(adapter)]).toEqual([
      ['org'],
      ['bluez'],
      ['hci0', 'hci1'],
      ['dev_02_00_00_00_00_01'],
    ]);
  });

  test('refuses applications that are none', async () => {
    const { bluez, central, peripheral } = await room();
    const register = (path: string) => () =>
      peripheral.call('org.bluez.GattManager1', 'RegisterApplication', 'oa{sv}', [path, {}]);
    expect(await central.refusal(register('/app'))).toBe('AlreadyExists: Already Exists');
    expect(await central.refusal(register('/nothing'))).toBe('Failed: No object received');
    const unregister = () => peripheral.call('org.bluez.GattManager1', 'UnregisterApplication', 'o', ['/nothing']);
    expect(await central.refusal(unregister)).toBe('DoesNotExist: Does Not Exist');
    for (const [characteristic, answer] of [
      [{ uuid: endpoint.session, flags: ['nonsense'] }, 'Failed: No valid service object found'],
      [{ uuid: 'no uuid' }, 'Failed: Failed to create entry in database'],
    ] as const) {
      await using wrong = await testPeripheral({ address: bluez.address, characteristics: [characteristic] });
      expect(await central.refusal(() => wrong.register())).toBe(answer);
    }
  });

  test('holds no rule on the bus for programs that have left', async () => {
    await using own = await startPrivateBus();
    const { address } = own;
    const settings = (name: string, last: string): AdapterSettings => ({
      name,
      address: `02:00:00:00:00:${last}`,
      addressType: 'public',
      mtu: 517,
      keepsAdvertising: false,
      systemName: name,
      alias: '',
      powered: true,
      blocked: false,
      staleCache: false,
    });
    const daemon = await Bluetoothd.start({
      address,
      clock: systemClock,
      log: silentLog,
      delays: { ...defaultDelays, advertisingMs: 5, resolveMs: 2, connectMs: 2 },
      air: new Air(),
      faults: new FaultPlan(),
      fullWrites: true,
      settings: [settings('hci0', '00'), settings('hci1', '01')],
    });
    const idle = daemon.bus.matchRules;
    const characteristics = [{ uuid: endpoint.session, flags: ['notify'] }];
    const peripheral = await testPeripheral({ address, characteristics });
    await peripheral.register();
    await peripheral.advertise();
    await using central = await testCentral(address);
    await central.reach();
    await central.call(await central.attribute(endpoint.session), 'StartNotify');
    expect(daemon.bus.matchRules.length).toBe(idle.length + 3);
    await peripheral[Symbol.asyncDispose]();
    await central.call(device, 'Disconnect');
    await expect.poll(() => daemon.bus.matchRules).toEqual(idle);
    await daemon.stop();
  });
});
