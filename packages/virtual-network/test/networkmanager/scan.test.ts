import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { type NmClient, wifi } from '../support/nm-client.ts';
import { nmRooms, passphrase } from '../support/nm-rooms.ts';

describe.skipIf(!canStartBus)('a scan', () => {
  const room = nmRooms();

  async function scan(client: NmClient, names: readonly string[] = []): Promise<void> {
    const device = await client.device();
    const ssids = { signature: 'aay', value: names.map((name) => new TextEncoder().encode(name)) };
    client.forgetSignals();
    await client.call(device, 'Device.Wireless.RequestScan', 'a{sv}', names.length > 0 ? { ssids } : {});
    await client.heard(({ path, body }) => path === device && Object.hasOwn(Object(body[1]), 'LastScan'));
  }

  test('tells what an access point is', async () => {
    const { client } = await room({
      accessPoints: [
        { ssid: 'far', rssi: -75, channel: 36, passphrase, security: 'wpa2-wpa3' },
        { ssid: Uint8Array.of(0xff, 0x00), rssi: -20, security: 'wep' },
      ],
    });
    await client.heard(({ path, body }) => path.includes('/Devices/') && Object.hasOwn(Object(body[1]), 'LastScan'));
    const objects = Object.values(await client.objects()).flatMap((each) => {
      const found = each['org.freedesktop.NetworkManager.AccessPoint'];
      return found ? [Object.fromEntries(Object.entries(found).map(([key, { value }]) => [key, value]))] : [];
    });
    expect(objects).toMatchObject([
      {
        Frequency: 5180,
        Strength: 42,
        Flags: 1,
        WpaFlags: 0,
        RsnFlags: 0x588,
        Mode: 2,
        HwAddress: '02:AA:00:00:00:01',
      },
      { Ssid: Uint8Array.of(0xff, 0x00), Strength: 100, Flags: 1, WpaFlags: 0, RsnFlags: 0 },
    ]);
  });

  test('finds what has come, and forgets after two scans what has gone', async () => {
    const { nm, client } = await room({ delays: { periodicScanMs: 60_000 } });
    await scan(client);
    nm.put({ ssid: 'late' });
    nm.take('home');
    await scan(client);
    expect(await client.ssids()).toEqual(expect.arrayContaining(['late', 'home']));
    await scan(client);
    await scan(client);
    expect(await client.ssids()).not.toContain('home');
  });

  test('does not tell the name of a hidden network before somebody asks for it', async () => {
    const { client } = await room({
      accessPoints: [{ ssid: 'unseen', passphrase, hidden: true }],
      delays: { periodicScanMs: 60_000 },
    });
    await scan(client);
    expect(await client.ssids()).toEqual(['']);
    const [seen] = await client.call(await client.device(), 'Device.Wireless.GetAccessPoints');
    expect(seen).toEqual([]);
    await scan(client, ['other']);
    expect(await client.ssids()).toEqual(['']);
    await scan(client, ['unseen']);
    expect(await client.ssids()).toEqual(['unseen']);
  });

  test('joins a hidden network that was never heard', async () => {
    const { nm, client } = await room({ accessPoints: [{ ssid: 'unseen', passphrase, hidden: true }] });
    const [profile] = await client.join(wifi('unseen', { key: passphrase }));
    await client.reached(100);
    expect(nm.connectedTo('wlan0')).toEqual(new TextEncoder().encode('unseen'));
    const [settings] = await client.call(profile, 'Settings.Connection.GetSettings');
    expect(settings).toMatchObject({ '802-11-wireless': { hidden: { value: true } } });
  });

  test.each([
    [{ ssids: { signature: 'aay', value: [new Uint8Array(33)] } }, 'SSID at index 0 more than 32 bytes'],
    [{ ssids: { signature: 'aay', value: new Array(33).fill(Uint8Array.of(1)) } }, 'too many SSIDs requested to scan'],
    [{ ssids: { signature: 'as', value: ['x'] } }, "Invalid 'ssid' scan option"],
  ])('refuses %j', async (options, message) => {
    const { client } = await room();
    const device = await client.device();
    const refused = await client.refusal(() => client.call(device, 'Device.Wireless.RequestScan', 'a{sv}', options));
    expect(refused).toBe(`Device.InvalidArgument: ${message}`);
  });

  test('is not repeated at once, however often a program asks', async () => {
    const { client } = await room({ delays: { scanPauseMs: 150, periodicScanMs: 60_000 } });
    const device = await client.device();
    await scan(client);
    client.forgetSignals();
    for (let count = 0; count < 50; count += 1) await client.call(device, 'Device.Wireless.RequestScan', 'a{sv}', {});
    await scan(client);
    const scans = client.signals.filter(
      ({ path, body }) => path === device && Object.hasOwn(Object(body[1]), 'LastScan'),
    );
    expect(scans.length).toBeLessThanOrEqual(2);
  });

  test('is refused without the permission, and while the radio is off', async () => {
    const { nm, client } = await room();
    const device = await client.device();
    const request = () => client.call(device, 'Device.Wireless.RequestScan', 'a{sv}', {});
    nm.deny(['org.freedesktop.NetworkManager.wifi.scan']);
    expect(await client.refusal(request)).toBe(
      'PermissionDenied: org.freedesktop.NetworkManager.wifi.scan request failed: not authorized',
    );
    await client.heard(({ member }) => member === 'CheckPermissions');
    nm.deny([]);
    nm.setBlocked(true);
    expect(await client.refusal(request)).toBe('Device.NotAllowed: Scanning not allowed while unavailable');
    expect(await client.ssids()).toEqual([]);
    nm.setBlocked(false);
    await scan(client).catch(() => undefined);
    await expect.poll(() => client.ssids()).toContain('home');
  });
});
