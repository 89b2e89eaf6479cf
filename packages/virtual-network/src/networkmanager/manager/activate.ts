import type { Variant } from '@esp-prov/dbus';
import type { ActiveConnection } from '../active/active-connection.ts';
import type { WifiDevice } from '../device/wifi-device.ts';
import type { NetworkManagerd } from '../networkmanagerd.ts';
import { deviceStates } from '../nm-enums.ts';
import { managerError } from '../nm-error.ts';
import { completedProfile } from '../settings/complete-profile.ts';
import type { Profile } from '../settings/profile.ts';
import {
  hasSetting,
  type ProfileSettings,
  property,
  requireSize,
  settingNames,
  textOf,
} from '../settings/profile-settings.ts';
import type { Persist } from '../settings/settings.ts';
import { verifiedProfile } from '../settings/verify-profile.ts';

/** A call that adds a profile and connects with it. */
export interface AddAndActivate {
  readonly settings: ProfileSettings;
  readonly devicePath: string;
  readonly specificObject: string;
  readonly options: Record<string, Variant>;
  readonly sender: string;
}

/** Adds a profile and connects with it. @throws DBusError */
export function addAndActivate(
  daemon: NetworkManagerd,
  call: AddAndActivate,
): { readonly profile: Profile; readonly active: ActiveConnection } {
  const { persist, bound } = readOptions(call.options);
  requireSize(call.settings);
  const device = deviceFor(daemon, call.devicePath, call.settings);
  const settings = completedProfile(call.settings, {
    device,
    specificObject: call.specificObject,
    ids: daemon.settings.profiles.map(({ id }) => id),
  });
  verifiedProfile(settings);
  requireControl(daemon, settings);
  daemon.permissions.requireModify(isOwn(settings));
  const profile = daemon.settings.add(settings, persist);
  try {
    const boundTo = bound ? call.sender : undefined;
    const active = start(daemon, { profile, device, specificObject: call.specificObject, boundTo });
    return { profile, active };
  } catch (error) {
    daemon.settings.delete(profile);
    throw error;
  }
}

/** Connects with a profile, or with the best one where none is named. @throws DBusError */
export function activateProfile(
  daemon: NetworkManagerd,
  call: { readonly profilePath: string; readonly devicePath: string; readonly specificObject: string },
): ActiveConnection {
  const profile = profileFor(daemon, call.profilePath, call.devicePath);
  const device = deviceFor(daemon, call.devicePath, profile.settings, profile);
  requireControl(daemon, profile.settings);
  const active = start(daemon, { profile, device, specificObject: call.specificObject });
  profile.blocked.delete('user-request');
  return active;
}

function start(
  daemon: NetworkManagerd,
  options: { profile: Profile; device: WifiDevice; specificObject: string; boundTo?: string | undefined },
): ActiveConnection {
  const { profile, device } = options;
  const refuse = (why: string) =>
    managerError(
      'UnknownConnection',
      `Connection '${profile.id}' is not available on device ${device.name} because ${why}`,
    );
  if (device.state <= deviceStates.unavailable) throw refuse('device is not available');
  if (!daemon.policy.fitsDevice(profile, device)) throw refuse('mismatching interface name');
  return daemon.connections.begin({ ...options, requested: true });
}

function profileFor(daemon: NetworkManagerd, profilePath: string, devicePath: string): Profile {
  if (profilePath !== '/') {
    const profile = daemon.settings.byPath(profilePath);
    if (profile === undefined) throw managerError('UnknownConnection', 'Connection could not be found.');
    return profile;
  }
  if (devicePath === '/') {
    throw managerError('UnknownDevice', 'Only devices may be activated without a specifying a connection');
  }
  const device = daemon.deviceByPath(devicePath);
  if (device === undefined) {
    throw managerError('UnknownDevice', `Can not activate an unknown device '${devicePath}'`);
  }
  const [best] = [...daemon.policy.available(device)].sort(
    (one, other) => (other.timestamp ?? 0) - (one.timestamp ?? 0),
  );
  if (best === undefined) {
    throw managerError('UnknownConnection', `The device '${device.name}' has no connections available for activation.`);
  }
  return best;
}

function deviceFor(daemon: NetworkManagerd, path: string, settings: ProfileSettings, profile?: Profile): WifiDevice {
  if (path !== '/') {
    const device = daemon.deviceByPath(path);
    if (device === undefined) throw managerError('UnknownDevice', 'Device not found');
    return device;
  }
  const name = textOf(settings, settingNames.connection, 'interface-name');
  const fitting = daemon.devices.filter((device) => name === undefined || device.name === name);
  const best = fitting.find(({ state }) => state === deviceStates.disconnected) ?? fitting[0];
  const available = best !== undefined && best.state > deviceStates.unavailable;
  if (best === undefined || !available || (profile !== undefined && !daemon.policy.available(best).includes(profile))) {
    const why =
      best === undefined
        ? 'no device found'
        : available
          ? 'no compatible access point found'
          : 'device is not available';
    throw managerError(
      'UnknownDevice',
      `No suitable device found for this connection (${best ? `device ${best.name} not available because ${why}` : why}).`,
    );
  }
  return best;
}

function requireControl(daemon: NetworkManagerd, settings: ProfileSettings): void {
  const { permissions } = daemon;
  permissions.require('network-control', 'Not authorized to control networking.');
  if (textOf(settings, settingNames.wireless, 'mode') !== 'ap') return;
  if (textOf(settings, settingNames.ip4, 'method') !== 'shared') return;
  const permission = hasSetting(settings, settingNames.security) ? 'wifi.share.protected' : 'wifi.share.open';
  permissions.require(permission, 'Not authorized to share connections via wifi.');
}

function isOwn(settings: ProfileSettings): boolean {
  const owners = property(settings, settingNames.connection, 'permissions', 'as') as readonly string[] | undefined;
  return owners?.length === 1;
}

function readOptions(options: Record<string, Variant>): { readonly persist: Persist; readonly bound: boolean } {
  let persist: Persist = 'disk';
  let bound = false;
  for (const [name, { signature, value }] of Object.entries(options)) {
    if (name === 'persist' && signature === 's') {
      if (value !== 'disk' && value !== 'memory' && value !== 'volatile') {
        throw invalid('Option "persist" must be one of "volatile", "memory" or "disk"');
      }
      persist = value;
    } else if (name === 'bind-activation' && signature === 's') {
      if (value !== 'dbus-client' && value !== 'none') {
        throw invalid('Option "bind-activation" must be one of "dbus-client" or "none"');
      }
      bound = value === 'dbus-client';
    } else throw invalid('Unknown extra option passed');
  }
  return { persist, bound };
}

function invalid(text: string) {
  return managerError('InvalidArguments', text);
}
