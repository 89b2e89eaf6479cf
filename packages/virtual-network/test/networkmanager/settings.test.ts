import { describe, expect, test } from 'vitest';
import { canStartBus } from '../../../../test/setup/needs.ts';
import { type NmClient, nmPath, type Settings, text, wifi } from '../support/nm-client.ts';
import { nmRooms, passphrase } from '../support/nm-rooms.ts';

const path = `${nmPath}/Settings`;
const uuid = '11111111-2222-4333-8444-555555555555';
const named = (more: Settings[string] = {}): Settings => ({
  ...wifi('home', { key: passphrase }),
  connection: {
    id: text('mine'),
    uuid: text(uuid),
    type: text('802-11-wireless'),
    autoconnect: { signature: 'b', value: false },
    ...more,
  },
});

describe.skipIf(!canStartBus)('a profile', () => {
  const room = nmRooms();

  async function add(client: NmClient, flags = 1, settings = named()): Promise<string> {
    const [profile] = await client.call(path, 'Settings.AddConnection2', 'a{sa{sv}}ua{sv}', settings, flags, {});
    return profile as string;
  }

  test('does not tell its passphrase but to who asks for secrets', async () => {
    const { client } = await room();
    const profile = await add(client);
    const [settings] = await client.call(profile, 'Settings.Connection.GetSettings');
    expect(settings).toMatchObject({
      connection: { id: text('mine'), uuid: text(uuid) },
      '802-11-wireless-security': { 'key-mgmt': text('wpa-psk') },
      ipv4: { method: text('auto') },
    });
    expect(JSON.stringify(settings)).not.toContain(passphrase);
    const secrets = await client.call(profile, 'Settings.Connection.GetSecrets', 's', '802-11-wireless-security');
    expect(secrets).toMatchObject([{ '802-11-wireless-security': { psk: text(passphrase) }, connection: {} }]);
  });

  test.each([
    [1, 'to disk', { Unsaved: false, Flags: 0, Filename: '/etc/NetworkManager/system-connections/mine.nmconnection' }],
    [
      2,
      'into memory',
      { Unsaved: true, Flags: 1, Filename: '/run/NetworkManager/system-connections/mine.nmconnection' },
    ],
  ])('that is added with %i lies where it was added %s', async (flags, _, wanted) => {
    const { nm, client } = await room();
    const profile = await add(client, flags);
    for (const [name, value] of Object.entries(wanted)) {
      expect(await client.get(profile, 'Settings.Connection', name)).toBe(value);
    }
    const announced = await client.heard(({ member, body }) => member === 'InterfacesAdded' && body[0] === profile);
    expect(announced.body[1]).toMatchObject({
      'org.freedesktop.NetworkManager.Settings.Connection': { Filename: text(wanted.Filename) },
    });
    expect(nm.profilesOnDisk).toHaveLength(flags === 1 ? 1 : 0);
  });

  test('below netplan lies in /run, although it stays', async () => {
    const { nm, client } = await room({ netplan: true });
    const profile = await add(client);
    const filename = `/run/NetworkManager/system-connections/netplan-NM-${uuid}-home.nmconnection`;
    expect(await client.get(profile, 'Settings.Connection', 'Filename')).toBe(filename);
    expect(await client.get(profile, 'Settings.Connection', 'Flags')).toBe(0);
    await nm.restart();
    expect(nm.profilesOnDisk).toEqual([{ uuid, id: 'mine', filename }]);
  });

  test('that was volatile is kept once it is updated to disk', async () => {
    const { nm, client } = await room();
    const [profile, active] = await client.join(wifi('home', { key: passphrase }), { persist: 'volatile' });
    await client.reached(100);
    expect(await client.get(profile, 'Settings.Connection', 'Flags')).toBe(5);
    expect(nm.profilesOnDisk).toEqual([]);
    expect(await client.call(profile, 'Settings.Connection.Update2', 'a{sa{sv}}ua{sv}', {}, 1, {})).toEqual([{}]);
    expect(await client.get(profile, 'Settings.Connection', 'Flags')).toBe(0);
    expect(nm.profilesOnDisk).toHaveLength(1);
    await client.call(nmPath, 'DeactivateConnection', 'o', active);
    await client.heard(({ path: from, member }) => from === '/org/freedesktop' && member === 'InterfacesRemoved');
    await client.reached(30);
    const [secrets] = await client.call(profile, 'Settings.Connection.GetSecrets', 's', '802-11-wireless-security');
    expect(secrets).toMatchObject({ '802-11-wireless-security': { psk: text(passphrase) } });
  });

  test('that is volatile goes with its connection', async () => {
    const { client } = await room();
    const [profile, active] = await client.join(wifi('home', { key: passphrase }), { persist: 'volatile' });
    await client.reached(100);
    await client.call(nmPath, 'DeactivateConnection', 'o', active);
    await client.heard(({ path: from, member }) => from === profile && member === 'Removed');
    await client.heard(({ member, body }) => member === 'ConnectionRemoved' && body[0] === profile);
    expect((await client.call(path, 'Settings.ListConnections'))[0]).toEqual([]);
    expect(await client.refusal(() => client.call(profile, 'Settings.Connection.GetSettings'))).toContain(
      'UnknownObject',
    );
  });

  test('keeps its secrets when it is updated without any', async () => {
    const { client } = await room();
    const profile = await add(client);
    const { '802-11-wireless-security': _, ...rest } = named({ id: text('yours') });
    const open = { ...rest, '802-11-wireless-security': { 'key-mgmt': text('wpa-psk') } };
    await client.call(profile, 'Settings.Connection.Update', 'a{sa{sv}}', open);
    const [secrets] = await client.call(profile, 'Settings.Connection.GetSecrets', 's', '802-11-wireless-security');
    expect(secrets).toMatchObject({ '802-11-wireless-security': { psk: text(passphrase) } });
    await client.heard(({ path: from, member }) => from === profile && member === 'Updated');
    expect((await client.call(path, 'Settings.GetConnectionByUuid', 's', uuid))[0]).toBe(profile);
  });

  const without = (name: string) => ({ ...named(), connection: { ...named()['connection'], [name]: text('') } });
  test.each([
    ['twice', named(), 'Settings.UuidExists: a connection with this UUID already exists'],
    ['without an id', without('id'), 'Settings.Connection.MissingProperty: connection.id: property is missing'],
    [
      'with a UUID that is none',
      without('uuid'),
      "Settings.Connection.InvalidProperty: connection.uuid: '' is not a valid UUID",
    ],
  ])('is not added %s', async (_, settings, refusal) => {
    const { client } = await room();
    await add(client);
    expect(await client.refusal(() => add(client, 1, settings as Settings))).toBe(refusal);
  });

  test('is neither added nor changed nor deleted without the permission', async () => {
    const { nm, client } = await room();
    const profile = await add(client);
    nm.deny(['org.freedesktop.NetworkManager.settings.modify.system']);
    const refusal = 'Settings.PermissionDenied: Insufficient privileges';
    expect(await client.refusal(() => add(client))).toBe(refusal);
    const calls: readonly (readonly [string, string, ...unknown[]])[] = [
      ['Update2', 'a{sa{sv}}ua{sv}', {}, 1, {}],
      ['Save', ''],
      ['Delete', ''],
      ['GetSecrets', 's', ''],
    ];
    for (const [member, signature, ...body] of calls) {
      const call = () => client.call(profile, `Settings.Connection.${member}`, signature, ...body);
      expect(await client.refusal(call)).toBe(refusal);
    }
    const [permissions] = await client.call(nmPath, 'GetPermissions');
    expect(permissions).toMatchObject({
      'org.freedesktop.NetworkManager.settings.modify.system': 'no',
      'org.freedesktop.NetworkManager.network-control': 'yes',
    });
    expect(() => nm.deny(['network-control'])).toThrow(TypeError);
  });

  test('of a hostile program is bounded', async () => {
    const { client } = await room();
    const large = { ...named(), user: { data: text('x'.repeat(100_000)) } };
    expect(await client.refusal(() => add(client, 1, large))).toBe('Settings.Failed: the profile is too large');
    const proto = JSON.parse('{"__proto__":{"x":{"signature":"s","value":"y"}}}') as Settings;
    await add(client, 1, { ...named(), ...proto });
    let refusal = 'no error';
    for (let count = 0; refusal === 'no error' && count < 400; count += 1) {
      const other = text(`00000000-0000-4000-8000-${String(count).padStart(12, '0')}`);
      refusal = await client.refusal(() => add(client, 2, named({ uuid: other })));
    }
    expect(refusal).toBe('Settings.Failed: there are too many profiles');
  });
});
