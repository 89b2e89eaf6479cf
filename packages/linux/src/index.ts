export type { LinuxDevice, LinuxDeviceEvent, LinuxDeviceOptions } from './device/linux-device.ts';
export { boardIdentity } from './identity/board-identity.ts';
export { demandedIdentity, type IdentityDemands } from './identity/demanded-identity.ts';
export { type BoardLabel, boardLabel } from './identity/label.ts';
export type { StartPolicy, StartReason } from './policy/start-policy.ts';
export type { BoardIdentity, BoardState } from './state/board-state.ts';
export { openBoardState, readBoardIdentity } from './state/open-board-state.ts';
export type { BoardWifi, BoardWifiOptions, Hotspot, HotspotOptions } from './wifi/board-wifi.ts';
