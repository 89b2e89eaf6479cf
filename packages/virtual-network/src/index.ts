export type { AirDelays } from './air/delays.ts';
export type {
  OpenedHotspot,
  VirtualAccessPoint,
  VirtualInterface,
  VirtualNetworkDaemon,
  VirtualNetworkOptions,
} from './virtual-network-options.ts';
