import type { ExportedInterface, Variant } from '@esp-prov/dbus';
import type { NetworkManagerd } from '../networkmanagerd.ts';
import { settingsError } from '../nm-error.ts';
import { nmInterfaces } from '../nm-names.ts';
import type { Profile } from './profile.ts';
import { type ProfileSettings, property, secretsIn, settingNames, withoutSecrets } from './profile-settings.ts';

/** Persist modes of `Update2`. */
const update2 = { toDisk: 0x1, inMemory: 0x2, detached: 0x4, only: 0x8, volatile: 0x10, block: 0x20, noReapply: 0x40 };
const persistModes = update2.toDisk | update2.inMemory | update2.detached | update2.only;

/** Returns the interface `org.freedesktop.NetworkManager.Settings.Connection` of a profile. */
export function profileInterface(daemon: NetworkManagerd, profile: Profile): ExportedInterface {
  const { settings, permissions } = daemon;
  const change = (given: unknown, flags: number) => {
    permissions.requireModify(isOwn(profile));
    settings.update(profile, given as ProfileSettings, flags);
  };
  return {
    properties: {
      Unsaved: { signature: 'b', get: () => profile.unsaved },
      Flags: { signature: 'u', get: () => profile.flags },
      Filename: { signature: 's', get: () => profile.filename },
      ...(daemon.versionAtLeast(1, 44) ? { VersionId: { signature: 't', get: () => 1n } } : {}),
    },
    methods: {
      Update: { in: 'a{sa{sv}}', out: '', call: ([given]) => change(given, update2.toDisk) },
      UpdateUnsaved: { in: 'a{sa{sv}}', out: '', call: ([given]) => change(given, update2.inMemory) },
      Update2: {
        in: 'a{sa{sv}}ua{sv}',
        out: 'a{sv}',
        call: ([given, flags, args]) => {
          const asked = Number(flags);
          const modes = asked & persistModes;
          const keeps = (asked & update2.volatile) !== 0 && (modes & (update2.detached | update2.only)) === 0;
          if (asked >>> 7 !== 0) throw settingsError('InvalidArguments', 'Unknown flags');
          if ((modes & (modes - 1)) !== 0 || keeps) throw settingsError('InvalidArguments', 'Conflicting flags');
          const unknown = Object.keys(args as Record<string, Variant>).find(
            (name) => !['plugin', 'version-id'].includes(name),
          );
          if (unknown !== undefined) {
            throw settingsError('InvalidArguments', `Unsupported argument '${unknown.slice(0, 64)}'`);
          }
          change(given, asked);
          return [{}];
        },
      },
      Save: { in: '', out: '', call: () => change({}, update2.toDisk) },
      Delete: {
        in: '',
        out: '',
        call: () => {
          permissions.requireModify(isOwn(profile));
          settings.delete(profile);
        },
      },
      GetSettings: { in: '', out: 'a{sa{sv}}', call: () => [profile.visible] },
      GetSecrets: {
        in: 's',
        out: 'a{sa{sv}}',
        call: ([setting]) => {
          permissions.requireModify(isOwn(profile));
          const name = String(setting);
          if (name !== '' && !Object.hasOwn(profile.settings, name)) {
            throw settingsError(
              'InvalidConnection',
              `Connection didn't have requested setting '${name.slice(0, 64)}'.`,
            );
          }
          // The others come along, empty.
          const names = Object.keys(profile.settings);
          const found = names.map((each) => [
            each,
            name === '' || each === name ? secretsIn(profile.settings, each) : {},
          ]);
          return [Object.fromEntries(found)];
        },
      },
      ClearSecrets: {
        in: '',
        out: '',
        call: () => {
          permissions.requireModify(isOwn(profile));
          profile.change(withoutSecrets(profile.settings));
          settings.store(profile);
          daemon.server.signal(profile.path, nmInterfaces.profile, 'Updated');
        },
      },
    },
    signals: { Updated: '', Removed: '' },
  };
}

function isOwn(profile: Profile): boolean {
  const owners = property(profile.settings, settingNames.connection, 'permissions', 'as') as
    | readonly string[]
    | undefined;
  return owners?.length === 1;
}
