export { type BluezDelays, defaultDelays } from './bluez/delays.ts';
export type { BluezFault } from './bluez/radio/faults.ts';
export { startVirtualBluez, type VirtualAdapter, type VirtualBluezOptions } from './bluez/start-virtual-bluez.ts';
export type { VirtualBluez } from './bluez/virtual-bluez.ts';
export { changeImage, FileFlash, readImage, writeImage } from './file-flash.ts';
export { type HttpDeviceOptions, HttpDeviceTransport } from './http-device-transport.ts';
