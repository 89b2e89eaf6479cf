import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { NmClient, nmPath, type Settings, text, wifi } from '../support/nm-client.ts';
import { nmRooms, passphrase, soonGivenUp } from '../support/nm-rooms.ts';

const mode = (more: Settings[string] = {}) => ({ '802-11-wireless': { mode: text('ap'), ...more } });
const manual: Settings = {
  ipv4: {
    method: text('manual'),
    'address-data': {
      signature: 'aa{sv}',
      value: [{ address: text('192.168.4.1'), prefix: { signature: 'u', value: 24 } }],
    },
  },
};
const bound = { persist: 'volatile', 'bind-activation': 'dbus-client' };

describe.skipIf(!canStartBus)('a hotspot', () => {
  const room = nmRooms();
  const hotspot = (options: { key?: string; more?: Settings } = {}) =>
    wifi('PROV_1', { ...options, more: { ...mode(), ...manual, ...options.more } });

  test('has the name, the passphrase, the channel and the address of its profile', async () => {
    const { nm, client } = await room();
    const channel = { band: text('bg'), channel: { signature: 'u', value: 11 } };
    await client.join(hotspot({ key: passphrase, more: mode(channel) }), bound);
    await client.reached(100);
    expect(nm.hotspots).toEqual([
      {
        interfaceName: 'wlan0',
        ssid: new TextEncoder().encode('PROV_1'),
        passphrase,
        channel: 11,
        addresses: ['192.168.4.1/24'],
      },
    ]);
    // It is no way out.
    expect(await client.get(nmPath, '', 'State')).toBe(50);
    expect(await client.get(nmPath, '', 'PrimaryConnection')).toBe('/');
    const device = await client.device();
    expect(await client.get(device, 'Device.Wireless', 'Mode')).toBe(3);
    const object = (await client.get(device, 'Device.Wireless', 'ActiveAccessPoint')) as string;
    expect(await client.get(object, 'AccessPoint', 'HwAddress')).toBe('02:00:00:00:00:00');
    expect(await client.get(object, 'AccessPoint', 'Frequency')).toBe(2462);
  });

  test('ends with the program that it is bound to, and so does its profile', async () => {
    const { nm, client } = await room();
    const other = await NmClient.open(nm.address);
    const [profile] = await other.join(hotspot(), bound);
    await client.reached(100);
    expect(nm.hotspots).toHaveLength(1);
    client.forgetSignals();
    await other[Symbol.asyncDispose]();
    await client.heard(({ path, member }) => path === profile && member === 'Removed');
    expect(await client.reached(30)).toEqual(['100->110 38', '110->30 38']);
    expect(nm.hotspots).toEqual([]);
  });

  test('that is bound to nothing outlives its program', async () => {
    const { nm, client } = await room();
    const other = await NmClient.open(nm.address);
    await other.join(hotspot(), { persist: 'volatile' });
    await client.reached(100);
    await other[Symbol.asyncDispose]();
    await client.get(nmPath, '', 'State');
    expect(nm.hotspots).toHaveLength(1);
  });

  test('keeps scans from hearing anything, although they are taken and seem to end', async () => {
    const { client } = await room();
    await client.join(hotspot(), bound);
    await client.reached(100);
    const device = await client.device();
    expect(await client.ssids()).toEqual(['PROV_1']);
    client.forgetSignals();
    await client.call(device, 'Device.Wireless.RequestScan', 'a{sv}', {});
    await client.heard(({ path, body }) => path === device && Object.hasOwn(Object(body[1]), 'LastScan'));
    expect(await client.ssids()).toEqual(['PROV_1']);
  });

  test.each([
    ['protected' as const, passphrase, 0],
    ['protected' as const, undefined, 1],
    ['all' as const, undefined, 0],
    ['none' as const, passphrase, 1],
  ])('where the radio refuses %s ones, with the passphrase %s: %i', async (kind, key, opened) => {
    const { nm, client } = await room({ delays: soonGivenUp });
    await client.reached(30);
    nm.refuseHotspots(kind);
    client.forgetSignals();
    await client.join(hotspot(key === undefined ? {} : { key }), bound);
    await client.reached(opened === 1 ? 100 : 120);
    expect(nm.hotspots).toHaveLength(opened);
    if (opened === 0) expect(client.states).toContain('50->120 11');
  });

  test('that is shared has the address of NetworkManager, and needs another permission', async () => {
    const { nm, client } = await room();
    const shared = hotspot({ key: passphrase, more: { ipv4: { method: text('shared') } } });
    nm.deny(['org.freedesktop.NetworkManager.wifi.share.protected']);
    expect(await client.refusal(() => client.join(shared))).toBe(
      'PermissionDenied: Not authorized to share connections via wifi.',
    );
    nm.deny([]);
    await client.join(shared);
    await client.reached(100);
    expect(nm.hotspots[0]?.addresses).toEqual(['10.42.0.1/24']);
  });

  test.each([
    [{ channel: 4_294_967_295, band: undefined }, 'MissingProperty: 802-11-wireless.band'],
    [
      { channel: 4_294_967_295, band: 'bg' },
      "InvalidProperty: 802-11-wireless.channel: '4294967295' is not a valid channel",
    ],
    [{ channel: 1, band: 'x' }, "InvalidProperty: 802-11-wireless.band: 'x' is not a valid band"],
  ])('of %j is refused', async ({ channel, band }, refusal) => {
    const { nm, client } = await room();
    const where = { channel: { signature: 'u', value: channel }, ...(band ? { band: text(band) } : {}) };
    expect(await client.refusal(() => client.join(hotspot({ more: mode(where) })))).toContain(refusal);
    expect(nm.hotspots).toEqual([]);
  });

  test('with an address that is none has none', async () => {
    const { nm, client } = await room();
    const address = { signature: 'aa{sv}', value: [{ address: text('x'), prefix: { signature: 'u', value: 4e9 } }] };
    await client.join(hotspot({ more: { ipv4: { method: text('manual'), 'address-data': address } } }));
    await client.reached(100);
    expect(nm.hotspots[0]?.addresses).toEqual([]);
  });

  test('gives way to a join, and the scan finds the networks again', async () => {
    const { nm, client } = await room();
    await client.join(hotspot(), bound);
    await client.reached(100);
    client.forgetSignals();
    await client.join(wifi('guest'), { persist: 'volatile' });
    await client.reached(100);
    expect(client.states.slice(0, 3)).toEqual(['100->110 60', '110->30 60', '30->40 0']);
    expect(nm.hotspots).toEqual([]);
    expect(nm.connectedTo('wlan0')).toEqual(new TextEncoder().encode('guest'));
    expect(await client.ssids()).toContain('guest');
  });
});
