import { numberOf, pathOf, pathsOf, textOf, type Values, valuesOf } from '../wifi/daemon-values.ts';
import type { NmDaemon } from './nm-daemon.ts';
import { meansGone } from './nm-error.ts';
import { nmInterfaces, nmPaths, profileFlags, toDisk } from './nm-names.ts';
import { isOurs } from './profile-mark.ts';
import type { ProfileSettings } from './profile-settings.ts';

/** A profile of ours. */
export interface OurProfile {
  readonly path: string;
  readonly uuid: string;
  readonly isHotspot: boolean;
  /** Whether it is on the disk. */
  readonly kept: boolean;
  readonly wireless: Values;
}

/** Most profiles that are looked at. */
const mostProfiles = 1024;
const settingsInterface = { path: nmPaths.settings, interface: nmInterfaces.settings } as const;

/** Returns the profiles of ours; the user's are read and left alone. @throws DBusError */
export async function ourProfiles(daemon: NmDaemon): Promise<readonly OurProfile[]> {
  const [list] = await daemon.call({ ...settingsInterface, member: 'ListConnections' });
  const found: OurProfile[] = [];
  for (const path of pathsOf(list, mostProfiles)) {
    const profile = await readProfile(daemon, path);
    if (profile !== undefined) found.push(profile);
  }
  return found;
}

/** Returns whether the profile is on the disk, as NetworkManager says. @throws DBusError when it is not there */
export async function isOnDisk(daemon: NmDaemon, path: string): Promise<boolean> {
  const values = await daemon.properties(path, nmInterfaces.profile);
  const flags = numberOf(values['Flags']);
  return values['Unsaved'] !== true && (flags & (profileFlags.unsaved | profileFlags.volatile)) === 0;
}

/** Adds a profile on the disk, and returns its object. @throws DBusError */
export async function addProfile(daemon: NmDaemon, settings: ProfileSettings): Promise<string | undefined> {
  const body = [settings, toDisk, {}];
  const [path] = await daemon.call({
    ...settingsInterface,
    member: 'AddConnection2',
    signature: 'a{sa{sv}}ua{sv}',
    body,
  });
  return pathOf(path);
}

/** Changes a profile of ours, and puts it on the disk. @throws DBusError */
export async function saveProfile(daemon: NmDaemon, path: string, settings: ProfileSettings): Promise<void> {
  const target = { path, interface: nmInterfaces.profile, member: 'Update2' };
  await daemon.call({ ...target, signature: 'a{sa{sv}}ua{sv}', body: [settings, toDisk, {}] });
}

/** Deletes a profile of ours; does nothing when it has gone. @throws DBusError */
export async function deleteProfile(daemon: NmDaemon, path: string): Promise<void> {
  try {
    await daemon.call({ path, interface: nmInterfaces.profile, member: 'Delete' });
  } catch (error) {
    // One that goes with its use may go while the right to delete it is checked, and that check then fails.
    if (!meansGone(error) && (await isThere(daemon, path))) throw error;
  }
}

async function isThere(daemon: NmDaemon, path: string): Promise<boolean> {
  try {
    await daemon.properties(path, nmInterfaces.profile);
    return true;
  } catch (error) {
    if (meansGone(error)) return false;
    throw error;
  }
}

/** Returns the object of the profile with that UUID; undefined when there is none. @throws DBusError */
export async function findProfile(daemon: NmDaemon, uuid: string): Promise<string | undefined> {
  try {
    const call = { ...settingsInterface, member: 'GetConnectionByUuid', signature: 's', body: [uuid] };
    const [path] = await daemon.call(call);
    return pathOf(path);
  } catch (error) {
    if (meansGone(error)) return undefined;
    throw error;
  }
}

async function readProfile(daemon: NmDaemon, path: string): Promise<OurProfile | undefined> {
  try {
    const [settings] = await daemon.call({ path, interface: nmInterfaces.profile, member: 'GetSettings' });
    if (typeof settings !== 'object' || settings === null) return undefined;
    const connection = valuesOf((settings as Record<string, unknown>)['connection']);
    if (!isOurs(connection)) return undefined;
    const wireless = valuesOf((settings as Record<string, unknown>)['802-11-wireless']);
    const isHotspot = wireless['mode'] === 'ap';
    return { path, uuid: textOf(connection['uuid']), isHotspot, wireless, kept: await isOnDisk(daemon, path) };
  } catch (error) {
    if (meansGone(error)) return undefined;
    throw error;
  }
}
