import { createHash } from 'node:crypto';
import { ssidBytes } from '../../air/access-point.ts';
import type { StoredProfile } from '../virtual-network-manager-options.ts';
import { type ProfileSettings, settingNames, ssidOf, textOf } from './profile-settings.ts';

/** A profile as it lies on disk or in `/run`. */
export interface SavedProfile {
  readonly settings: ProfileSettings;
  readonly flags: number;
  readonly timestamp: number | undefined;
  readonly filename: string;
  /** Whether a start of the machine would find it. */
  readonly persistent: boolean;
}

/** What is kept while the daemon does not run, by UUID. */
export type Disk = Map<string, SavedProfile>;

const { connection, wireless, security } = settingNames;

/** Returns the name of the file of a profile, as the plugin for key files would call it. */
export function filenameFor(
  settings: ProfileSettings,
  options: { readonly persistent: boolean; readonly netplan: boolean; readonly taken: ReadonlySet<string> },
): string {
  const { persistent, netplan, taken } = options;
  const uuid = textOf(settings, connection, 'uuid') ?? '';
  const ssid = ssidOf(settings);
  const folder = `${persistent && !netplan ? '/etc' : '/run'}/NetworkManager/system-connections`;
  const fileOf = (name: string) => `${folder}/${name.replaceAll(/[/\p{Cc}]/gu, '*')}.nmconnection`;
  // As the integration of netplan calls them; inferred.
  if (persistent && netplan) return fileOf(`netplan-NM-${uuid}${ssid ? `-${new TextDecoder().decode(ssid)}` : ''}`);
  const id = textOf(settings, connection, 'id') ?? uuid;
  return taken.has(fileOf(id)) ? fileOf(`${id}-${uuid}`) : fileOf(id);
}

/** Returns the settings of a profile that a user has made before. */
export function storedSettings(profile: StoredProfile): ProfileSettings {
  const { id, ssid, passphrase, autoconnect = true, uuid = uuidFrom(id) } = profile;
  const text = (value: string) => ({ signature: 's', value });
  return {
    [connection]: {
      id: text(id),
      uuid: text(uuid),
      type: text(wireless),
      ...(autoconnect ? {} : { autoconnect: { signature: 'b', value: false } }),
    },
    [wireless]: { ssid: { signature: 'ay', value: ssidBytes(ssid) } },
    ...(passphrase === undefined ? {} : { [security]: { 'key-mgmt': text('wpa-psk'), psk: text(passphrase) } }),
  };
}

/** Returns a UUID that a text always has. */
export function uuidFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
