// The package linux has names, numbers and texts of these again, on purpose: what judges our side must not share them
// with it.

/** Bus name of NetworkManager, and the beginning of its interfaces and errors. */
export const nmName = 'org.freedesktop.NetworkManager';
/** Object of the manager. */
export const nmPath = '/org/freedesktop/NetworkManager';
/** Object that manages the others for ObjectManager. */
export const nmRoot = '/org/freedesktop';

/** Interfaces of NetworkManager. */
export const nmInterfaces = {
  accessPoint: 'org.freedesktop.NetworkManager.AccessPoint',
  active: 'org.freedesktop.NetworkManager.Connection.Active',
  agentManager: 'org.freedesktop.NetworkManager.AgentManager',
  device: 'org.freedesktop.NetworkManager.Device',
  dhcp4Config: 'org.freedesktop.NetworkManager.DHCP4Config',
  dnsManager: 'org.freedesktop.NetworkManager.DnsManager',
  ip4Config: 'org.freedesktop.NetworkManager.IP4Config',
  ip6Config: 'org.freedesktop.NetworkManager.IP6Config',
  loopback: 'org.freedesktop.NetworkManager.Device.Loopback',
  manager: 'org.freedesktop.NetworkManager',
  profile: 'org.freedesktop.NetworkManager.Settings.Connection',
  secretAgent: 'org.freedesktop.NetworkManager.SecretAgent',
  settings: 'org.freedesktop.NetworkManager.Settings',
  statistics: 'org.freedesktop.NetworkManager.Device.Statistics',
  wired: 'org.freedesktop.NetworkManager.Device.Wired',
  wifiP2p: 'org.freedesktop.NetworkManager.Device.WifiP2P',
  wireless: 'org.freedesktop.NetworkManager.Device.Wireless',
} as const;

/** Kinds of objects that are numbered, and the folder that has their names. */
export type NumberedKind =
  | 'AccessPoint'
  | 'ActiveConnection'
  | 'DHCP4Config'
  | 'Devices'
  | 'IP4Config'
  | 'IP6Config'
  | 'Settings';
