import type { ExportedInterface, Variant } from '@esp-prov/dbus';
import type { NetworkManagerd } from '../networkmanagerd.ts';
import { settingsError } from '../nm-error.ts';
import { type ProfileSettings, property, settingNames } from './profile-settings.ts';
import type { Persist } from './settings.ts';

const add2 = { toDisk: 0x1, inMemory: 0x2, block: 0x20 };

/** Returns the interface `org.freedesktop.NetworkManager.Settings`. */
export function settingsInterface(daemon: NetworkManagerd): ExportedInterface {
  const add = (given: unknown, persist: Persist, blocked = false) => {
    const settings = given as ProfileSettings;
    const owners = property(settings, settingNames.connection, 'permissions', 'as') as readonly string[] | undefined;
    daemon.permissions.requireModify(owners?.length === 1);
    const profile = daemon.settings.add(settings, persist);
    if (blocked) profile.blocked.add('user-request');
    else daemon.policy.check();
    return profile.path;
  };
  const paths = () => daemon.settings.profiles.map(({ path }) => path);
  return {
    properties: {
      Connections: { signature: 'ao', get: paths },
      Hostname: { signature: 's', get: () => 'virtual' },
      CanModify: { signature: 'b', get: () => true },
      ...(daemon.versionAtLeast(1, 44) ? { VersionId: { signature: 't', get: () => 1n } } : {}),
    },
    methods: {
      ListConnections: { in: '', out: 'ao', call: () => [paths()] },
      GetConnectionByUuid: {
        in: 's',
        out: 'o',
        call: ([uuid]) => {
          const profile = daemon.settings.byUuid(String(uuid));
          if (profile === undefined) throw settingsError('InvalidConnection', 'No connection with the UUID was found.');
          return [profile.path];
        },
      },
      AddConnection: { in: 'a{sa{sv}}', out: 'o', call: ([given]) => [add(given, 'disk')] },
      AddConnectionUnsaved: { in: 'a{sa{sv}}', out: 'o', call: ([given]) => [add(given, 'memory')] },
      AddConnection2: {
        in: 'a{sa{sv}}ua{sv}',
        out: 'oa{sv}',
        call: ([given, flags, args]) => {
          const asked = Number(flags);
          if ((asked & ~(add2.toDisk | add2.inMemory | add2.block)) !== 0) {
            throw settingsError('InvalidArguments', 'Unknown flags');
          }
          if ((asked & (add2.toDisk | add2.inMemory)) === 0) {
            throw settingsError('InvalidArguments', 'Requires either to-disk (0x1) or in-memory (0x2) flags');
          }
          if ((asked & add2.toDisk) !== 0 && (asked & add2.inMemory) !== 0) {
            throw settingsError('InvalidArguments', 'Cannot set to-disk (0x1) and in-memory (0x2) flags together');
          }
          const unknown = Object.keys(args as Record<string, Variant>).find((name) => name !== 'plugin');
          if (unknown !== undefined) {
            throw settingsError('InvalidArguments', `Unsupported argument '${unknown.slice(0, 64)}'`);
          }
          const path = add(given, (asked & add2.toDisk) !== 0 ? 'disk' : 'memory', (asked & add2.block) !== 0);
          return [path, {}];
        },
      },
      LoadConnections: {
        in: 'as',
        out: 'bas',
        call: ([files]) => {
          daemon.permissions.requireModify(false);
          return [(files as readonly string[]).length === 0, files];
        },
      },
      ReloadConnections: {
        in: '',
        out: 'b',
        call: () => {
          daemon.permissions.requireModify(false);
          return [true];
        },
      },
      SaveHostname: {
        in: 's',
        out: '',
        call: () => {
          if (!daemon.permissions.has('settings.modify.hostname')) {
            throw settingsError('PermissionDenied', 'Insufficient privileges');
          }
          throw settingsError('Failed', 'Saving the hostname failed.');
        },
      },
    },
    signals: { NewConnection: 'o', ConnectionRemoved: 'o' },
  };
}
