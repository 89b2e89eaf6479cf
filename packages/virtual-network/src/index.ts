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
