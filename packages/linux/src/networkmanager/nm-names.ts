/** Well-known name of NetworkManager on the system bus. */
export const nmName = 'org.freedesktop.NetworkManager';

/** Object of the daemon itself, of its profiles, and the path that means no object. */
export const nmPaths = {
  manager: '/org/freedesktop/NetworkManager',
  settings: '/org/freedesktop/NetworkManager/Settings',
  none: '/',
} as const;

/** Interfaces of NetworkManager's objects. */
export const nmInterfaces = {
  accessPoint: 'org.freedesktop.NetworkManager.AccessPoint',
  active: 'org.freedesktop.NetworkManager.Connection.Active',
  device: 'org.freedesktop.NetworkManager.Device',
  ip4Config: 'org.freedesktop.NetworkManager.IP4Config',
  manager: 'org.freedesktop.NetworkManager',
  profile: 'org.freedesktop.NetworkManager.Settings.Connection',
  properties: 'org.freedesktop.DBus.Properties',
  settings: 'org.freedesktop.NetworkManager.Settings',
  wireless: 'org.freedesktop.NetworkManager.Device.Wireless',
} as const;

/** `NMDeviceType`: a Wi-Fi station or access point. */
export const wifiDeviceType = 2;

/** `NM80211Mode`: an access point. */
export const accessPointMode = 3;

/** `NMDeviceState`. Numbers: nm-dbus-interface.h of 1.42.4. */
export const deviceStates = {
  unmanaged: 10,
  unavailable: 20,
  disconnected: 30,
  config: 50,
  needAuth: 60,
  ipConfig: 70,
  activated: 100,
  deactivating: 110,
  failed: 120,
} as const;

/** `NMActiveConnectionState`. */
export const activeStates = { activating: 1, activated: 2, deactivating: 3, deactivated: 4 } as const;

/** `NMSettingsConnectionFlags`: a profile that is in memory only, or goes when it is not active any more. */
export const profileFlags = { unsaved: 1, volatile: 4 } as const;

/** Flag of `Update2` and of `AddConnection2`: the profile is to be on the disk. */
export const toDisk = 1;
