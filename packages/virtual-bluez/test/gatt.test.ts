import { errorReply } from '@esp-prov/dbus';
import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../test/setup/needs.ts';
import { devicePath } from './support/central.ts';
import { echo } from './support/peripheral.ts';
import { endpoint, testRooms } from './support/test-room.ts';

const bytes = (length: number) => Uint8Array.from({ length }, (_, index) => index & 0xff);
const offset = (value: number) => ({ offset: { signature: 'q', value } });
const type = (value: string) => ({ type: { signature: 's', value } });
const description = '00002901-0000-1000-8000-00805f9b34fb';

describe.skipIf(!canStartBus)('the services of a virtual device', () => {
  const room = testRooms();

  test('are objects with their handles in the names, in order, and say what belongs to what', async () => {
    const { central } = await room();
    await central.reach();
    const below = [...(await central.objects())].filter(([path]) => path.startsWith(`${devicePath()}/`));
    expect(below.map(([path]) => path.slice(devicePath().length))).toEqual([
      '/service000a',
      '/service000a/char000b',
      '/service000a/char000b/desc000d',
      '/service000a/char000e',
      '/service000a/char000e/desc0010',
    ]);
    const [, service, characteristic, descriptor] = [undefined, ...below.map(([, properties]) => properties)];
    expect(service).toMatchObject({ Device: devicePath(), Primary: true });
    expect(characteristic).toMatchObject({ UUID: endpoint.session, Service: below[0]?.[0], Flags: ['read', 'write'] });
    expect(characteristic?.['MTU']).toBe(517);
    expect(descriptor).toMatchObject({ UUID: description, Characteristic: below[1]?.[0] });
  });

  test('are read, written and described through them', async () => {
    const { central } = await room();
    await central.reach();
    const session = await central.attribute(endpoint.session);
    const [name] = [...(await central.objects()).keys()].filter((path) => path.startsWith(`${session}/desc`));
    expect(new TextDecoder().decode(await central.read(name ?? ''))).toBe('prov-session');
    await central.write(session, bytes(512));
    expect(await central.read(session)).toEqual(bytes(512));
    expect(await central.read(session, offset(500))).toEqual(bytes(512).subarray(500));
    expect(await central.get(session, 'Value')).toEqual(bytes(512));
  });

  test('take no more than 512 bytes, and give no more', async () => {
    const long = { ...echo(endpoint.session, 'long'), read: (from: number) => bytes(600).subarray(from) };
    const { central } = await room({}, { characteristics: [long] });
    await central.reach();
    const session = await central.attribute(endpoint.session);
    expect(await central.refusal(() => central.write(session, bytes(513)))).toBe('InvalidArguments: Invalid Length');
    expect(await central.read(session)).toEqual(bytes(512));
  });

  test('take two bytes less in BlueZ 5.66, four in a long write', async () => {
    const { central } = await room({ release: '5.66', adapters: [{ mtu: 517 }, {}, { mtu: 256 }] });
    await central.reach();
    const session = await central.attribute(endpoint.session);
    await central.write(session, bytes(510));
    expect(await central.refusal(() => central.write(session, bytes(511)))).toBe('InvalidArguments: Invalid Length');
    await central.call(devicePath(), 'Disconnect');
    await central.reach(devicePath('hci2'));
    const other = await central.attribute(endpoint.session, devicePath('hci2'));
    await central.write(other, bytes(508));
    expect(await central.refusal(() => central.write(other, bytes(509)))).toBe('InvalidArguments: Invalid Length');
  });

  test('are asked for a long value piece by piece, as far as the packets of the link hold', async () => {
    const { central, peripheral } = await room({ adapters: [{ mtu: 100 }, { mtu: 185 }] });
    await central.reach();
    const session = await central.attribute(endpoint.session);
    expect(await central.get(session, 'MTU')).toBe(100);
    await central.write(session, bytes(250));
    expect(await central.read(session)).toEqual(bytes(250));
    expect(peripheral.calls).toEqual([
      'WriteValue /app/service/char0',
      'ReadValue@0 /app/service/char0',
      'ReadValue@99 /app/service/char0',
      'ReadValue@198 /app/service/char0',
    ]);
    await central.write(session, bytes(198));
    expect(await central.read(session)).toEqual(bytes(198));
  });

  test('hear who writes, and over what', async () => {
    const seen: Readonly<Record<string, unknown>>[] = [];
    const curious = {
      ...echo(endpoint.session, 'x'),
      write: (_: Uint8Array, options: object) => void seen.push({ ...options }),
    };
    const { central } = await room({ adapters: [{ mtu: 256 }, {}] }, { characteristics: [curious] });
    await central.reach();
    const session = await central.attribute(endpoint.session);
    await central.write(session, 'a');
    await central.write(session, 'b', offset(3));
    const context = { device: devicePath('hci1', '00'), link: 'LE', mtu: 256 };
    expect(seen).toEqual([context, { ...context, offset: 3 }]);
  });

  const refusals: readonly (readonly [answer: readonly [name: string, text: string], read: string, write: string])[] = [
    [
      ['Failed', 'whatever'],
      'Failed: Operation failed with ATT error: 0x80',
      'Failed: Operation failed with ATT error: 0x80',
    ],
    [
      ['Failed', '0x85'],
      'Failed: Operation failed with ATT error: 0x85',
      'Failed: Operation failed with ATT error: 0x85',
    ],
    [['Failed', '4'], 'Failed: Operation failed with ATT error: 0x0e', 'Failed: Operation failed with ATT error: 0x0e'],
    [['NotPermitted', ''], 'NotPermitted: Read not permitted', 'NotPermitted: Write not permitted'],
    [['NotAuthorized', ''], 'NotAuthorized: Operation Not Authorized', 'NotAuthorized: Operation Not Authorized'],
    [['NotSupported', ''], 'NotSupported: Operation is not supported', 'NotSupported: Operation is not supported'],
    [['InvalidValueLength', ''], 'InvalidArguments: Invalid Length', 'InvalidArguments: Invalid Length'],
    [['InvalidOffset', ''], 'InvalidArguments: Invalid offset', 'InvalidArguments: Invalid offset'],
    [['Other', ''], 'Failed: Operation failed with ATT error: 0x0e', 'Failed: Operation failed with ATT error: 0x0e'],
  ];
  test('refuse in words that bluetoothd makes a code of, and words again', async () => {
    let answer: readonly [name: string, text: string] = ['', ''];
    const refuse = () => {
      throw errorReply(`org.bluez.Error.${answer[0]}`, answer[1]);
    };
    const { central } = await room({}, { characteristics: [{ uuid: endpoint.session, read: refuse, write: refuse }] });
    await central.reach();
    const session = await central.attribute(endpoint.session);
    for (const [given, read, write] of refusals) {
      answer = given;
      expect(await central.refusal(() => central.read(session)), given.join(' ')).toBe(read);
      expect(await central.refusal(() => central.write(session, 'x')), given.join(' ')).toBe(write);
    }
  });

  test('refuse what their flags do not allow', async () => {
    const mute = { uuid: endpoint.session, flags: ['write'] };
    const fixed = { uuid: endpoint.config, flags: ['read'] };
    const { central, peripheral } = await room({}, { characteristics: [mute, fixed] });
    await central.reach();
    const [first, second] = [await central.attribute(endpoint.session), await central.attribute(endpoint.config)];
    expect(await central.refusal(() => central.read(first))).toBe('NotPermitted: Read not permitted');
    expect(await central.refusal(() => central.write(second, 'x'))).toBe('NotSupported: Operation is not supported');
    expect(await central.refusal(() => central.write(second, 'x', type('request')))).toBe(
      'NotPermitted: Write not permitted',
    );
    expect(await central.refusal(() => central.call(first, 'StartNotify'))).toBe(
      'NotSupported: Operation is not supported',
    );
    expect(await central.refusal(() => central.call(first, 'AcquireWrite', 'a{sv}', [{}]))).toBe(
      'NotSupported: Operation is not supported',
    );
    expect(await central.refusal(() => central.write(first, 'x', type('loud')))).toBe(
      'NotSupported: Operation is not supported',
    );
    const wrong = { offset: { signature: 's', value: '3' } };
    expect(await central.refusal(() => central.write(first, 'x', wrong))).toMatch(/^InvalidArguments/);
    expect(peripheral.calls).toEqual([]);
  });

  test('show centrals only what they may do, and not what it takes', async () => {
    const flags = [
      'encrypt-read',
      'write-without-response',
      'encrypt-authenticated-write',
      'secure-notify',
      'authorize',
    ];
    const { central } = await room({}, { characteristics: [{ uuid: endpoint.session, flags }] });
    await central.reach();
    const session = await central.attribute(endpoint.session);
    expect(await central.get(session, 'Flags')).toEqual(['read', 'write-without-response', 'write', 'notify']);
  });

  test('answer one request after the other, over all characteristics', async () => {
    let running = 0;
    let most = 0;
    const slow = (uuid: string) => ({
      uuid,
      async write() {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 10));
        running -= 1;
      },
    });
    const { central } = await room({}, { characteristics: [slow(endpoint.session), slow(endpoint.config)] });
    await central.reach();
    const [first, second] = [await central.attribute(endpoint.session), await central.attribute(endpoint.config)];
    const outcomes = [central.write(first, 'a'), central.write(second, 'b')];
    expect(await central.refusal(() => central.write(first, 'c'))).toBe('InProgress: In Progress');
    await Promise.all(outcomes);
    expect(most).toBe(1);
  });

  test('get a command and a write in the same way, and only the write waits', async () => {
    let finish: () => void = () => undefined;
    const taken: string[] = [];
    const characteristic = (uuid: string, flags: readonly string[]) => ({
      uuid,
      flags,
      async write(value: Uint8Array) {
        taken.push(new TextDecoder().decode(value));
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
      },
    });
    const { central } = await room(
      {},
      {
        characteristics: [
          characteristic(endpoint.session, ['write']),
          characteristic(endpoint.config, ['write', 'write-without-response']),
        ],
      },
    );
    await central.reach();
    const [strict, loose] = [await central.attribute(endpoint.session), await central.attribute(endpoint.config)];
    let answered = false;
    const write = central.write(strict, 'waits').then(() => {
      answered = true;
    });
    await expect.poll(() => taken).toEqual(['waits']);
    expect(answered).toBe(false);
    finish();
    await write;
    await central.write(loose, 'does not wait');
    await central.write(loose, 'command', type('command'));
    await expect.poll(() => taken).toEqual(['waits', 'does not wait', 'command']);
  });

  test('notify who has asked for it', async () => {
    const { central, peripheral } = await room(
      {},
      { characteristics: [{ uuid: endpoint.session, flags: ['notify'] }] },
    );
    await central.reach();
    const session = await central.attribute(endpoint.session);
    // What two programs send may change places on the bus, so the answer to a call shows that it has arrived.
    const ping = { destination: 'org.bluez', path: '/', interface: 'org.freedesktop.DBus.Peer', member: 'Ping' };
    const arrived = () => peripheral.bus.call(ping);
    peripheral.notify(0, Uint8Array.of(1));
    await arrived();
    await central.call(session, 'StartNotify');
    await central.call(session, 'StartNotify');
    expect(await central.get(session, 'Notifying')).toBe(true);
    await expect.poll(() => peripheral.calls).toEqual(['StartNotify /app/service/char0']);
    peripheral.notify(0, Uint8Array.of(2));
    await expect.poll(() => central.changes(session, 'Value')).toEqual([Uint8Array.of(2)]);
    await central.call(session, 'StopNotify');
    await expect.poll(() => peripheral.calls).toContain('StopNotify /app/service/char0');
    expect(await central.refusal(() => central.call(session, 'StopNotify'))).toBe('Failed: No notify session started');
    peripheral.notify(0, Uint8Array.of(3));
    await arrived();
    await central.objects();
    expect(central.changes(session, 'Value')).toEqual([Uint8Array.of(2)]);
  });

  test('of devices of old firmware have 16-bit UUIDs and no descriptions', async () => {
    const service = '0000ffff-0000-1000-8000-00805f9b34fb';
    const characteristics = [{ ...echo('ff51', ''), description: undefined }].map(
      ({ description: _, ...each }) => each,
    );
    const { central } = await room({}, { service: 'ffff', characteristics });
    await central.reach();
    expect(await central.get(devicePath(), 'UUIDs')).toContain(service);
    const session = await central.attribute('0000ff51-0000-1000-8000-00805f9b34fb');
    await central.write(session, 'x');
    expect(await central.read(session)).toEqual(Uint8Array.of(0x78));
    expect([...(await central.objects()).keys()].filter((path) => path.includes('/desc'))).toEqual([]);
  });

  test('that go and come while a central is connected are shown so, under new handles', async () => {
    const { central, peripheral } = await room();
    await central.reach();
    const session = await central.attribute(endpoint.session);
    peripheral.removeService();
    await expect.poll(async () => (await central.objects()).has(session)).toBe(false);
    await peripheral.call('org.bluez.GattManager1', 'UnregisterApplication', 'o', ['/app']);
    await peripheral.register();
    await expect.poll(() => central.attribute(endpoint.session).catch(() => session)).not.toBe(session);
    await central.write(await central.attribute(endpoint.session), 'x');
  });

  test('stay visible after the end of the link, and are of no use then', async () => {
    const { central } = await room();
    await central.reach();
    const session = await central.attribute(endpoint.session);
    await central.call(devicePath(), 'Disconnect');
    await central.until(devicePath(), 'Connected', false);
    expect((await central.objects()).get(session)?.['MTU']).toBeUndefined();
    expect(await central.refusal(() => central.read(session))).toBe('Failed: Not connected');
    expect(await central.refusal(() => central.write(session, 'x'))).toBe('Failed: Not connected');
    const before = central.signals.length;
    await central.reach();
    expect(central.signals.slice(before).map(({ member }) => member)).not.toContain('InterfacesAdded');
    await central.write(session, 'x');
  });
});
