export { type BluezDelays, defaultDelays } from './delays.ts';
export type { BluezFault } from './radio/faults.ts';
export { startVirtualBluez } from './start-virtual-bluez.ts';
export type { VirtualBluez } from './virtual-bluez.ts';
export type { VirtualAdapter, VirtualBluezOptions } from './virtual-bluez-options.ts';
