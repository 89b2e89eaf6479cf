export type {
  OpenedHotspot,
  VirtualAccessPoint,
  VirtualInterface,
  VirtualNetworkDaemon,
  VirtualNetworkOptions,
} from './virtual-network-options.ts';
