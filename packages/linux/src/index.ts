export type { LinuxDevice, LinuxDeviceEvent, LinuxDeviceOptions } from './device/linux-device.ts';
export type { StartPolicy, StartReason } from './policy/start-policy.ts';
export type { BoardIdentity, BoardState } from './state/board-state.ts';
export type { BoardWifi, BoardWifiOptions, Hotspot, HotspotOptions } from './wifi/board-wifi.ts';
export { openBoardWifi } from './wifi/open-board-wifi.ts';
export type { WifiServiceOptions } from './wifi/wifi-service-options.ts';
