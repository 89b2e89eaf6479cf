import type { ExportedInterface, Variant } from '@esp-prov/dbus';
import type { NetworkManagerd } from '../networkmanagerd.ts';
import { activeStates, managerStates, reasons } from '../nm-enums.ts';
import { managerError } from '../nm-error.ts';
import type { ProfileSettings } from '../settings/profile-settings.ts';
import { activateProfile, addAndActivate } from './activate.ts';

/** Returns the interface `org.freedesktop.NetworkManager`. */
export function managerInterface(daemon: NetworkManagerd): ExportedInterface {
  const same = (signature: string, value: unknown) => ({ signature, get: () => value });
  const devices = () => daemon.devicePaths;
  const { permissions } = daemon;
  const add = (args: readonly unknown[], sender: string) => {
    const [settings, devicePath, specificObject, options = {}] = args;
    return addAndActivate(daemon, {
      settings: settings as ProfileSettings,
      devicePath: String(devicePath),
      specificObject: String(specificObject),
      options: options as Record<string, Variant>,
      sender,
    });
  };
  return {
    properties: {
      Devices: { signature: 'ao', get: devices },
      AllDevices: { signature: 'ao', get: devices },
      Checkpoints: same('ao', []),
      NetworkingEnabled: { signature: 'b', get: () => daemon.connections.state !== managerStates.asleep },
      WirelessEnabled: {
        signature: 'b',
        get: () => daemon.radioOn,
        set: (value) => {
          permissions.require('enable-disable-wifi', 'Not authorized to perform this operation');
          daemon.setWirelessEnabled(value === true);
        },
      },
      WirelessHardwareEnabled: { signature: 'b', get: () => !daemon.world.blocked },
      WwanEnabled: { signature: 'b', get: () => true, set: () => undefined },
      WwanHardwareEnabled: same('b', true),
      WimaxEnabled: { signature: 'b', get: () => false, set: () => undefined },
      WimaxHardwareEnabled: same('b', false),
      ...(daemon.versionAtLeast(1, 38) ? { RadioFlags: same('u', 0x1) } : {}),
      ActiveConnections: { signature: 'ao', get: () => daemon.connections.all.map(({ path }) => path) },
      PrimaryConnection: { signature: 'o', get: () => daemon.connections.primary?.path ?? '/' },
      PrimaryConnectionType: { signature: 's', get: () => daemon.connections.primary?.profile.type ?? '' },
      Metered: { signature: 'u', get: () => (daemon.connections.primary ? 4 : 0) },
      ActivatingConnection: { signature: 'o', get: () => daemon.connections.activating?.path ?? '/' },
      Startup: { signature: 'b', get: () => daemon.startingUp },
      Version: { signature: 's', get: () => daemon.world.version },
      ...(daemon.versionAtLeast(1, 42) ? { VersionInfo: same('au', [encodedVersion(daemon.world.version)]) } : {}),
      Capabilities: same('au', [1]),
      State: { signature: 'u', get: () => daemon.connections.state },
      Connectivity: { signature: 'u', get: () => daemon.connections.connectivity },
      ConnectivityCheckAvailable: same('b', false),
      ConnectivityCheckEnabled: { signature: 'b', get: () => false, set: () => undefined },
      ConnectivityCheckUri: same('s', ''),
      GlobalDnsConfiguration: { signature: 'a{sv}', get: () => ({}), set: () => undefined },
    },
    methods: {
      Reload: {
        in: 'u',
        out: '',
        call: () => permissions.require('reload', 'Not authorized to reload configuration'),
      },
      GetDevices: { in: '', out: 'ao', call: () => [devices()] },
      GetAllDevices: { in: '', out: 'ao', call: () => [devices()] },
      GetDeviceByIpIface: {
        in: 's',
        out: 'o',
        call: ([name]) => {
          const path = daemon.devicePathOf(String(name));
          if (path === undefined) throw managerError('UnknownDevice', 'No device found for the requested iface.');
          return [path];
        },
      },
      ActivateConnection: {
        in: 'ooo',
        out: 'o',
        call: ([profilePath, devicePath, specificObject]) => {
          const call = {
            profilePath: String(profilePath),
            devicePath: String(devicePath),
            specificObject: String(specificObject),
          };
          return [activateProfile(daemon, call).path];
        },
      },
      AddAndActivateConnection: {
        in: 'a{sa{sv}}oo',
        out: 'oo',
        call: (args, { sender }) => {
          const { profile, active } = add(args, sender);
          return [profile.path, active.path];
        },
      },
      AddAndActivateConnection2: {
        in: 'a{sa{sv}}ooa{sv}',
        out: 'ooa{sv}',
        call: (args, { sender }) => {
          const { profile, active } = add(args, sender);
          return [profile.path, active.path, {}];
        },
      },
      DeactivateConnection: {
        in: 'o',
        out: '',
        call: ([path]) => {
          const active = daemon.connections.all.find((each) => each.path === path);
          if (active === undefined) throw managerError('ConnectionNotActive', 'The connection was not active.');
          permissions.require('network-control', 'Not authorized to deactivate connections');
          if (active.state < activeStates.deactivating) active.device.deactivate(active, reasons.userRequested);
        },
      },
      Sleep: {
        in: 'b',
        out: '',
        call: () => {
          permissions.require('sleep-wake', 'Not authorized to perform this operation');
          throw managerError('AlreadyAsleepOrAwake', 'Already awake');
        },
      },
      Enable: {
        in: 'b',
        out: '',
        call: ([enable]) => {
          permissions.require('enable-disable-network', 'Not authorized to enable/disable networking');
          if (enable === true) throw managerError('AlreadyEnabledOrDisabled', 'Already enabled');
          throw managerError('Failed', 'networking cannot be switched off here');
        },
      },
      GetPermissions: { in: '', out: 'a{ss}', call: () => [permissions.all()] },
      SetLogging: { in: 'ss', out: '', call: () => undefined },
      GetLogging: { in: '', out: 'ss', call: () => ['INFO', 'PLATFORM,RFKILL,WIFI,CORE'] },
      CheckConnectivity: { in: '', out: 'u', call: () => [daemon.connections.connectivity] },
      state: { in: '', out: 'u', call: () => [daemon.connections.state] },
    },
    signals: { CheckPermissions: '', StateChanged: 'u', DeviceAdded: 'o', DeviceRemoved: 'o' },
  };
}

function encodedVersion(version: string): number {
  const [major = 0, minor = 0, micro = 0] = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  return ((major << 16) | (minor << 8) | micro) >>> 0;
}
