export type { AirDelays } from './air/delays.ts';
export type { NetworkManagerDelays } from './networkmanager/delays.ts';
export { startVirtualNetworkManager } from './networkmanager/start-virtual-network-manager.ts';
export type {
  ProfileOnDisk,
  StoredProfile,
  VirtualNetworkManager,
  VirtualNetworkManagerOptions,
} from './networkmanager/virtual-network-manager-options.ts';
export type {
  OpenedHotspot,
  VirtualAccessPoint,
  VirtualInterface,
  VirtualNetworkDaemon,
  VirtualNetworkOptions,
} from './virtual-network-options.ts';
export { startVirtualWpaSupplicant } from './wpa-supplicant/start-virtual-wpa-supplicant.ts';
export type { ControlledInterface } from './wpa-supplicant/supplicant.ts';
export type {
  VirtualUserNetwork,
  VirtualWpaSupplicant,
  VirtualWpaSupplicantOptions,
} from './wpa-supplicant/virtual-wpa-supplicant.ts';
