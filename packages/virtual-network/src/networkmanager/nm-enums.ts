// Numbers of libnm-core-public/nm-dbus-interface.h of NetworkManager 1.42.4.

/** States of a device. */
export const deviceStates = {
  unmanaged: 10,
  unavailable: 20,
  disconnected: 30,
  prepare: 40,
  config: 50,
  needAuth: 60,
  ipConfig: 70,
  ipCheck: 80,
  secondaries: 90,
  activated: 100,
  deactivating: 110,
  failed: 120,
} as const;

/** Reasons for a state of a device. */
export const reasons = {
  none: 0,
  nowManaged: 2,
  ipConfigUnavailable: 5,
  noSecrets: 7,
  supplicantDisconnect: 8,
  supplicantFailed: 10,
  supplicantTimeout: 11,
  removed: 36,
  connectionRemoved: 38,
  userRequested: 39,
  supplicantAvailable: 42,
  ssidNotFound: 53,
  newActivation: 60,
} as const;

/** States of an active connection. */
export const activeStates = { activating: 1, activated: 2, deactivating: 3, deactivated: 4 } as const;

/** Reasons for a state of an active connection. */
export const activeReasons = { unknown: 0, deviceDisconnected: 3, connectionRemoved: 11, deviceRemoved: 14 } as const;

/** What an active connection has reached. */
export const activationFlags = { layer2: 0x4, ip4: 0x8, ip6: 0x10, boundToProfile: 0x40, external: 0x80 } as const;

/** States of the whole. */
export const managerStates = {
  asleep: 10,
  disconnected: 20,
  disconnecting: 30,
  connecting: 40,
  local: 50,
  site: 60,
  global: 70,
} as const;

/** How far the internet is reached. */
export const connectivity = { unknown: 0, none: 1, limited: 3, full: 4 } as const;

/** What a profile is. */
export const profileFlags = { unsaved: 1, generated: 2, volatile: 4, external: 8 } as const;

/** Modes of a Wi-Fi device or an access point. */
export const wifiModes = { unknown: 0, adhoc: 1, infrastructure: 2, accessPoint: 3 } as const;

/** Types of devices. */
export const deviceTypes = { ethernet: 1, wifi: 2, wifiP2p: 30, loopback: 32 } as const;
