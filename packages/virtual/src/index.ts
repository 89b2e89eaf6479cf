export { authModes, type JoinOutcome, type VirtualAccessPoint, type VirtualAuthMode } from './air/access-point.ts';
export { parseAir } from './air/parse-air.ts';
export { newestStation, type StationRules } from './air/station-rules.ts';
export { street } from './air/street.ts';
export { VirtualWifi, type VirtualWifiOptions } from './air/virtual-wifi.ts';
export { type Chip, chips } from './chips.ts';
export type { DeviceSecret } from './device-secret.ts';
export { type AppEvent, customDataEndpoint } from './example-app.ts';
export type { DeviceFault, FaultKind } from './faults.ts';
export {
  type FactoryData,
  factoryPlaces,
  factoryRows,
  readFactoryData,
  withFactoryPartition,
} from './flash/factory-data.ts';
export { damageFlash, type FlashDamage } from './flash/flash-damage.ts';
export {
  defaultFlashSize,
  type FactoryImageOptions,
  factoryFlash,
  factoryImage,
  findNvs,
  partitionFlash,
  readPartitionTable,
  tableOffsetOf,
} from './flash/flash-image.ts';
export { flashMac } from './flash/flash-mac.ts';
export { nvsKeyValueStore } from './flash/nvs-key-value-store.ts';
export { type OpenNvsOptions, openNvs } from './flash/open-nvs.ts';
export type { PowerCut } from './flash/power-cut.ts';
export { defaultMac, formatMac, interfaceMac, parseMac, serviceName } from './mac-address.ts';
export { memoryStore } from './memory-store.ts';
export { releaseProfiles } from './profiles/all-profiles.ts';
export type { BleBehaviour } from './profiles/ble-behaviour.ts';
export { bleOptions } from './profiles/ble-options.ts';
export { readme } from './profiles/readme.ts';
export type { ReleaseProfile } from './profiles/release-profile.ts';
export { type Serial, serialLog } from './serial-monitor.ts';
export { VirtualEsp32, type VirtualEsp32Options } from './virtual-esp32.ts';
