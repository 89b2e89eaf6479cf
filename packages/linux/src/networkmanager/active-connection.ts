import { meansAbsent } from '../wifi/daemon-error.ts';
import { numberOf, pathOf, textOf } from '../wifi/daemon-values.ts';
import type { NmDaemon } from './nm-daemon.ts';
import { meansGone } from './nm-error.ts';
import { activeStates, nmInterfaces, nmPaths } from './nm-names.ts';
import type { ProfileSettings } from './profile-settings.ts';

/** A profile in use. */
export interface ActiveConnection {
  readonly path: string;
  /** Object of its profile. */
  readonly profile: string;
  readonly uuid: string;
  readonly type: string;
  readonly state: number;
  /** Whether it is the way to the world. */
  readonly isDefault: boolean;
  readonly devices: unknown;
}

/** What `AddAndActivateConnection2` has begun. */
export interface Activation {
  readonly profile: string;
  readonly active: string;
}

/** Adds a profile that goes with its use, and begins to use it. @throws DBusError */
export async function activateNew(
  daemon: NmDaemon,
  settings: ProfileSettings,
  options: { readonly device: string; readonly endsWithUs: boolean; readonly signal?: AbortSignal | undefined },
): Promise<Activation | undefined> {
  const { device, endsWithUs, signal } = options;
  const how = {
    persist: { signature: 's', value: 'volatile' },
    ...(endsWithUs ? { 'bind-activation': { signature: 's', value: 'dbus-client' } } : {}),
  };
  const target = { path: nmPaths.manager, interface: nmInterfaces.manager, member: 'AddAndActivateConnection2' };
  const body = [settings, device, nmPaths.none, how];
  const [profile, active] = await daemon.call({ ...target, signature: 'a{sa{sv}}ooa{sv}', body, signal });
  const paths = { profile: pathOf(profile), active: pathOf(active) };
  if (paths.profile === undefined || paths.active === undefined) return undefined;
  return { profile: paths.profile, active: paths.active };
}

/** Uses a profile that is there. @throws DBusError */
export async function activate(daemon: NmDaemon, profile: string, device: string): Promise<void> {
  const target = { path: nmPaths.manager, interface: nmInterfaces.manager, member: 'ActivateConnection' };
  await daemon.call({ ...target, signature: 'ooo', body: [profile, device, nmPaths.none] });
}

/** Ends the use of a profile; does nothing when it has ended, or NetworkManager has. @throws DBusError */
export async function deactivate(daemon: NmDaemon, active: string): Promise<void> {
  try {
    const target = { path: nmPaths.manager, interface: nmInterfaces.manager, member: 'DeactivateConnection' };
    await daemon.call({ ...target, signature: 'o', body: [active] });
  } catch (error) {
    if (!meansGone(error) && !meansAbsent(error)) throw error;
  }
}

/** Returns a profile in use; undefined when its use has ended. @throws DBusError */
export async function readActive(
  daemon: NmDaemon,
  path: unknown,
  signal?: AbortSignal,
): Promise<ActiveConnection | undefined> {
  const known = pathOf(path);
  if (known === undefined) return undefined;
  try {
    const values = await daemon.properties(known, nmInterfaces.active, signal);
    const state = numberOf(values['State']);
    if (state === activeStates.deactivated) return undefined;
    return {
      path: known,
      profile: textOf(values['Connection']),
      uuid: textOf(values['Uuid']),
      type: textOf(values['Type']),
      state,
      isDefault: values['Default'] === true || values['Default6'] === true,
      devices: values['Devices'],
    };
  } catch (error) {
    if (meansGone(error)) return undefined;
    throw error;
  }
}

/** Returns what a device is used for now; undefined for nothing. @throws DBusError */
export async function activeOfDevice(
  daemon: NmDaemon,
  device: string,
  signal?: AbortSignal,
): Promise<ActiveConnection | undefined> {
  try {
    const path = await daemon.property(device, nmInterfaces.device, 'ActiveConnection', signal);
    return await readActive(daemon, path, signal);
  } catch (error) {
    if (meansGone(error)) return undefined;
    throw error;
  }
}
