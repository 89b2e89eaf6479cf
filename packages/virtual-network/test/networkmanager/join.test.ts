import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { bytes, type NmClient, nmPath, text, wifi } from '../support/nm-client.ts';
import { nmRooms, passphrase, soonGivenUp } from '../support/nm-rooms.ts';

describe.skipIf(!canStartBus)('a connection', () => {
  const room = nmRooms();

  async function statesOf(client: NmClient, join: () => Promise<unknown>, last: number): Promise<readonly string[]> {
    await client.reached(30);
    client.forgetSignals();
    await join();
    return await client.reached(last);
  }

  test('with the right passphrase goes through the states of the real one', async () => {
    const { nm, client } = await room();
    const states = await statesOf(client, () => client.join(wifi('home', { key: passphrase })), 100);
    expect(states).toEqual([
      '30->40 0',
      '40->50 0',
      '50->60 0',
      '60->40 0',
      '40->50 0',
      '50->70 0',
      '70->80 0',
      '80->90 0',
      '90->100 0',
    ]);
    expect(new TextDecoder().decode(nm.connectedTo('wlan0'))).toBe('home');
    // That there is an internet beyond is found out a little later.
    await expect.poll(() => client.get(nmPath, '', 'State')).toBe(70);
  });

  test('to an open network asks for no secrets', async () => {
    const { client } = await room();
    const states = await statesOf(client, () => client.join(wifi('guest')), 100);
    expect(states).toEqual(['30->40 0', '40->50 0', '50->70 0', '70->80 0', '80->90 0', '90->100 0']);
  });

  const noAnswer = ['40->50 0', '50->120 53', '120->30 0'];
  test.each([
    ['a wrong passphrase', wifi('home', { key: 'wrong horse' }), ['50->60 8', '60->120 7', '120->30 0']],
    ['a wrong passphrase of both WPA2 and WPA3', wifi('both', { key: 'wrong horse' }), noAnswer],
    ['a passphrase that is too short', wifi('home', { key: 'short' }), ['50->60 0', '60->120 7', '120->30 0']],
    ['a network that is not there', wifi('absent', { key: passphrase }), noAnswer],
    ['a network without addresses', wifi('deaf'), ['50->70 0', '70->120 5', '120->30 0']],
    ['a wrong SAE password', wifi('future', { key: 'wrong horse', sae: true }), noAnswer],
  ])('with %s fails as the real one does', async (_, settings, end) => {
    const { nm, client } = await room(end === noAnswer ? { delays: soonGivenUp } : {});
    const states = await statesOf(client, () => client.join(settings), 30);
    expect(states.slice(-3)).toEqual(end);
    expect(states.length).toBeGreaterThan(3);
    // It may have begun again by itself, a few times.
    await expect.poll(() => nm.connectedTo('wlan0')).toBeUndefined();
  });

  test('keeps to the channel of its profile', async () => {
    const { nm, client } = await room({ delays: { supplicantTimeoutMs: 1000 } });
    nm.put({ ssid: 'home', bssid: '02:AA:00:00:00:99', channel: 11, rssi: -80, passphrase });
    const on = (channel: number) => {
      const more = { '802-11-wireless': { band: text('bg'), channel: { signature: 'u', value: channel } } };
      return wifi('home', { key: passphrase, more });
    };
    await statesOf(client, () => client.join(on(11)), 100);
    const object = (await client.get(await client.device(), 'Device.Wireless', 'ActiveAccessPoint')) as string;
    expect(await client.get(object, 'AccessPoint', 'Frequency')).toBe(2462);
    client.forgetSignals();
    await client.join(on(13));
    await client.reached(120);
    expect(client.states).toContain('50->120 53');
  });

  test('with a wrong SAE password is asked again from 1.58 on', async () => {
    const { client } = await room({ version: '1.58.0' });
    await statesOf(client, () => client.join(wifi('future', { key: 'wrong horse', sae: true })), 120);
    expect(client.states).toEqual(expect.arrayContaining(['50->60 8', '60->120 7']));
  });

  test('to a network whose name is no text has a name that is', async () => {
    const ssid = Uint8Array.of(0xff, 0x00, 0x2f);
    const { nm, client } = await room({ accessPoints: [{ ssid }] });
    const [profile] = await client.join({ '802-11-wireless': { ssid: { signature: 'ay', value: ssid } } });
    await client.reached(100);
    expect(nm.connectedTo('wlan0')).toEqual(ssid);
    const [settings] = await client.call(profile, 'Settings.Connection.GetSettings');
    expect(settings).toMatchObject({ connection: { id: text('ÿ?/') } });
  });

  test('for WPA2 joins a network with WPA3 too', async () => {
    const { nm, client } = await room();
    await client.join(wifi('future', { key: passphrase }));
    await client.reached(100);
    expect(nm.connectedTo('wlan0')).toEqual(new TextEncoder().encode('future'));
  });

  test('is not made with arguments of other types', async () => {
    const { client } = await room();
    const device = await client.device();
    const wrong = () => client.call(nmPath, 'AddAndActivateConnection2', 'ssss', 'a', device, '/', '');
    expect(await client.refusal(wrong)).toContain('InvalidArgs');
    const ssid = { '802-11-wireless': { ssid: text('home') } };
    expect(await client.refusal(() => client.join(ssid))).toContain('Device.InvalidConnection');
    const option = () => client.join(wifi('guest'), { persist: 'for ever' });
    expect(await client.refusal(option)).toContain('InvalidArguments: Option "persist" must be one of');
    const unknown = () => client.join(wifi('guest'), { other: 'x' });
    expect(await client.refusal(unknown)).toBe('InvalidArguments: Unknown extra option passed');
  });

  test('tells its state and its device, and no addresses while it is being made', async () => {
    const { client } = await room({ delays: { joinMs: 60_000 } });
    const [profile, active] = await client.join(wifi('home', { key: passphrase }));
    expect(await client.get(active, 'Connection.Active', 'State')).toBe(1);
    expect(await client.get(active, 'Connection.Active', 'Ip4Config')).toBe('/');
    expect(await client.get(active, 'Connection.Active', 'Connection')).toBe(profile);
    expect(await client.get(active, 'Connection.Active', 'Devices')).toEqual([await client.device()]);
  });

  test('tells its addresses once it is there', async () => {
    const { client } = await room();
    const [, active] = await client.join(wifi('home', { key: passphrase }));
    await client.heard(({ path, member, body }) => path === active && member === 'StateChanged' && body[0] === 2);
    const config = (await client.get(active, 'Connection.Active', 'Ip4Config')) as string;
    const [address] = (await client.get(config, 'IP4Config', 'AddressData')) as Record<string, unknown>[];
    expect(address).toMatchObject({ address: text('192.168.1.102'), prefix: { signature: 'u', value: 24 } });
    expect(await client.get(nmPath, '', 'PrimaryConnection')).toBe(active);
    const object = (await client.get(await client.device(), 'Device.Wireless', 'ActiveAccessPoint')) as string;
    expect(await client.get(active, 'Connection.Active', 'SpecificObject')).toBe(object);
    expect(await client.get(object, 'AccessPoint', 'HwAddress')).toBe('02:AA:00:00:00:01');
  });

  test('tells the state first and its reason after, each on its own, before the signal', async () => {
    const { client } = await room({ delays: soonGivenUp });
    await client.reached(30);
    client.forgetSignals();
    const device = await client.device();
    await client.join(wifi('absent'));
    const failed = await client.heard(({ path, member, body }) => {
      return path === device && member === 'StateChanged' && body[0] === 120;
    });
    const told = client.signals
      .slice(0, client.signals.indexOf(failed) + 1)
      .filter(
        ({ path, interface: from, body }) =>
          path === device && (from.endsWith('.Device') || String(body[0]).endsWith('.Device')),
      )
      .map(({ member, body }) => (member === 'StateChanged' ? member : Object.keys(body[1] as object).join()))
      .filter((what) => what.startsWith('State'));
    expect(told.slice(-3)).toEqual(['State', 'StateReason', 'StateChanged']);
  });

  test('that is deactivated, deleted or superseded says so', async () => {
    const { client } = await room();
    const [, first] = await client.join(wifi('home', { key: passphrase }));
    await client.reached(100);
    client.forgetSignals();
    await client.call(nmPath, 'DeactivateConnection', 'o', first);
    expect(await client.reached(30)).toEqual(['100->110 39', '110->30 39']);

    client.forgetSignals();
    const [profile] = await client.join(wifi('guest'));
    await client.reached(100);
    client.forgetSignals();
    await client.call(profile, 'Settings.Connection.Delete');
    expect(await client.reached(30)).toEqual(['100->110 38', '110->30 38']);

    client.forgetSignals();
    await client.join(wifi('guest'));
    await client.reached(100);
    client.forgetSignals();
    await client.join(wifi('home', { key: passphrase }));
    await client.reached(100);
    expect(client.states.slice(0, 3)).toEqual(['100->110 60', '110->30 60', '30->40 0']);
  });

  test.each([
    ['without an SSID', {}, "Device.InvalidConnection: A 'wireless' setting is required if no AP path was given."],
    [
      'with an SSID of 33 bytes',
      { '802-11-wireless': { ssid: bytes('x'.repeat(33)) } },
      'Settings.Connection.InvalidProperty: 802-11-wireless.ssid: SSID length is out of range <1-32> bytes',
    ],
  ])('%s is refused', async (_, settings, refusal) => {
    const { client } = await room();
    expect(await client.refusal(() => client.join(settings))).toBe(refusal);
    expect((await client.call(`${nmPath}/Settings`, 'Settings.ListConnections'))[0]).toEqual([]);
  });
});
