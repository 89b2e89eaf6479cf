export {
  authModes,
  type JoinOutcome,
  joinOutcomes,
  type VirtualAccessPoint,
  type VirtualAuthMode,
} from './air/access-point.ts';
export type { Air } from './air/air.ts';
export { EditableAir } from './air/editable-air.ts';
export { parseAir } from './air/parse-air.ts';
export { newestStation, type StationRules } from './air/station-rules.ts';
export { street } from './air/street.ts';
export { VirtualWifi, type VirtualWifiOptions } from './air/virtual-wifi.ts';
export type { AppEvent } from './app/app-event.ts';
export { type CannedEndpoint, parseCannedEndpoints } from './app/canned-endpoints.ts';
export type { DeviceSecret, SecretOrigin } from './app/device-secret.ts';
export { customDataEndpoint } from './app/example-app.ts';
export { type Chip, chips } from './chip/chips.ts';
export { defaultMac, formatMac, interfaceMac, parseMac, serviceName } from './chip/mac-address.ts';
export { type Serial, serialLog } from './chip/serial-monitor.ts';
export type { DeviceFault, FaultKind } from './faults.ts';
export {
  type FactoryData,
  factoryPlaces,
  factoryRows,
  readFactoryData,
  withFactoryPartition,
} from './flash/factory-data.ts';
export { type FoundVerifier, findVerifiers } from './flash/find-verifiers.ts';
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
export { memoryStore } from './flash/memory-store.ts';
export { nvsKeyValueStore } from './flash/nvs-key-value-store.ts';
export { type OpenNvsOptions, openNvs } from './flash/open-nvs.ts';
export type { PowerCut } from './flash/power-cut.ts';
export { releaseProfiles } from './profiles/all-profiles.ts';
export type { BleBehaviour } from './profiles/ble-behaviour.ts';
export { bleOptions } from './profiles/ble-options.ts';
export { readme } from './profiles/readme.ts';
export { examplePop, exampleUsername, type ReleaseProfile } from './profiles/release-profile.ts';
export type { Vendor, VendorApplication, VendorParts, VendorQr } from './vendor/vendor-application.ts';
export { type SessionOnly, VirtualEsp32, type VirtualEsp32Options } from './virtual-esp32.ts';
