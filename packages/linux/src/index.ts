export type { LinuxDevice, LinuxDeviceEvent, LinuxDeviceOptions } from './device/linux-device.ts';
export type { StartPolicy, StartReason } from './policy/start-policy.ts';
export type { BoardIdentity, BoardState } from './state/board-state.ts';
export type { BoardWifi, BoardWifiOptions, Hotspot, HotspotOptions } from './wifi/board-wifi.ts';
