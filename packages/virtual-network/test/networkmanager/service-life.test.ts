import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { nmPath, text, wifi } from '../support/nm-client.ts';
import { nmRooms, passphrase } from '../support/nm-rooms.ts';

const home = new TextEncoder().encode('home');

describe.skipIf(!canStartBus)('the virtual NetworkManager', () => {
  const room = nmRooms();

  test('joins at the start what is on disk and in range, the last used first', async () => {
    const { nm, client } = await room({ profiles: [{ id: 'mine', ssid: 'home', passphrase }] });
    await client.reached(100);
    expect(nm.connectedTo('wlan0')).toEqual(home);
    // That there is an internet beyond is found out a little later.
    await expect.poll(() => client.get(nmPath, '', 'State')).toBe(70);
  });

  test('joins again after a loss when the network is back, and gives up before', async () => {
    const { nm, client } = await room({ profiles: [{ id: 'mine', ssid: 'home', passphrase }] });
    await client.reached(100);
    client.forgetSignals();
    nm.take('home');
    expect(await client.reached(120)).toEqual(['100->120 53']);
    client.forgetSignals();
    nm.put({ ssid: 'home', passphrase });
    await client.reached(100);
    expect(nm.connectedTo('wlan0')).toEqual(home);
  });

  test('takes a short silence of an access point without a word', async () => {
    const { nm, client } = await room({ delays: { linkTimeoutMs: 10_000 } });
    await client.join(wifi('home', { key: passphrase }));
    await client.reached(100);
    client.forgetSignals();
    nm.take('home');
    await expect.poll(() => nm.connectedTo('wlan0')).toBeUndefined();
    nm.put({ ssid: 'home', passphrase });
    await expect.poll(() => nm.connectedTo('wlan0')).toEqual(home);
    expect(client.states).toEqual([]);
  });

  test('asks for a new passphrase when the network comes back with one, up to 1.56', async () => {
    const { nm, client } = await room({ delays: { linkTimeoutMs: 10_000 } });
    await client.join(wifi('home', { key: passphrase }));
    await client.reached(100);
    client.forgetSignals();
    nm.take('home');
    nm.put({ ssid: 'home', passphrase: 'battery staple' });
    await client.reached(120);
    expect(client.states.slice(0, 2)).toEqual(['100->60 8', '60->120 7']);
  });

  test('does not begin by itself again what a program has ended', async () => {
    const { nm, client } = await room({ profiles: [{ id: 'mine', ssid: 'home', passphrase }] });
    await client.reached(100);
    const device = await client.device();
    client.forgetSignals();
    await client.call(device, 'Device.Disconnect');
    await client.reached(30);
    client.forgetSignals();
    await client.call(device, 'Device.Wireless.RequestScan', 'a{sv}', {});
    await client.heard(({ body }) => Object.hasOwn(Object(body[1]), 'LastScan'));
    expect(client.states).toEqual([]);
    expect(nm.connectedTo('wlan0')).toBeUndefined();
    const [profile] = (await client.call(`${nmPath}/Settings`, 'Settings.ListConnections'))[0] as string[];
    await client.call(nmPath, 'ActivateConnection', 'ooo', profile, device, '/');
    await client.reached(100);
  });

  test('restarted in the middle of a join has forgotten it; what is on disk stays', async () => {
    const { nm, client } = await room({
      delays: { joinMs: 60_000 },
      profiles: [{ id: 'mine', ssid: 'elsewhere', passphrase }],
    });
    const [profile] = await client.join(wifi('home', { key: passphrase }), { persist: 'volatile' });
    await client.reached(50);
    await nm.stop();
    expect(await client.refusal(() => client.get(nmPath, '', 'State'))).toContain('ServiceUnknown');
    client.forgetSignals();
    await nm.start();
    const [profiles] = await client.call(`${nmPath}/Settings`, 'Settings.ListConnections');
    expect(profiles).toHaveLength(1);
    const [settings] = await client.call((profiles as string[])[0] as string, 'Settings.Connection.GetSettings');
    expect(settings).toMatchObject({ connection: { id: text('mine') } });
    expect(profile).toBe(`${nmPath}/Settings/2`);
    await client.reached(30);
    expect(await client.get(nmPath, '', 'ActiveConnections')).toEqual([]);
  });

  test('that is killed leaves its access point open until it is started again', async () => {
    const { nm, client } = await room();
    const mode = { '802-11-wireless': { mode: text('ap') }, ipv4: { method: text('shared') } };
    await client.join(wifi('PROV_1', { more: mode }), { persist: 'volatile' });
    await client.reached(100);
    await nm.kill();
    expect(nm.hotspots).toHaveLength(1);
    await nm.start();
    expect(nm.hotspots).toEqual([]);
  });

  test('has a device for each interface, whichever comes and goes', async () => {
    const { nm, client } = await room({ interfaces: [{}, { name: 'wlx1', mac: '24:0a:c4:26:1f:ce' }] });
    const second = await client.device('wlx1');
    expect(await client.get(second, 'Device.Wireless', 'PermHwAddress')).toBe('24:0A:C4:26:1F:CE');
    await expect.poll(() => client.state('wlx1')).toBe(30);
    await client.join(wifi('guest'), {}, second);
    await expect.poll(() => client.state('wlx1')).toBe(100);
    expect(await client.state('wlan0')).toBe(30);
    client.forgetSignals();
    nm.unplug('wlx1');
    await client.heard(({ member, body }) => member === 'DeviceRemoved' && body[0] === second);
    expect(await client.reached(10)).toEqual(['100->10 36']);
    expect(await client.refusal(() => client.device('wlx1'))).toBe(
      'UnknownDevice: No device found for the requested iface.',
    );
    nm.plug({ name: 'wlx1' });
    const added = await client.heard(({ member }) => member === 'DeviceAdded');
    expect(added.body).toEqual([await client.device('wlx1')]);
    expect(added.body).not.toEqual([second]);
  });

  test('can be started late, and tells whether it is still starting', async () => {
    const { nm, client } = await room({ started: false });
    expect(await client.refusal(() => client.get(nmPath, '', 'Version'))).toContain('ServiceUnknown');
    await nm.start();
    expect(await client.get(nmPath, '', 'Version')).toBe('1.42.4');
    await client.heard(({ path, body }) => path === nmPath && Object.hasOwn(Object(body[1]), 'Startup'));
  });

  test('switches its radio off and on as a program or rfkill wants it', async () => {
    const { nm, client } = await room();
    await client.reached(30);
    client.forgetSignals();
    const set = (value: boolean) =>
      client.call(
        nmPath,
        'org.freedesktop.DBus.Properties.Set',
        'ssv',
        'org.freedesktop.NetworkManager',
        'WirelessEnabled',
        {
          signature: 'b',
          value,
        },
      );
    await set(false);
    await client.reached(20);
    expect(await client.refusal(() => client.join(wifi('guest')))).toContain('is not available on device wlan0');
    await set(true);
    expect(await client.reached(30)).toEqual(['30->20 0', '20->30 42']);
    nm.setBlocked(true);
    expect(await client.get(nmPath, '', 'WirelessHardwareEnabled')).toBe(false);
  });
});
