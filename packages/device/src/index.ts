export { attErrorCodes } from './ble/att-error-codes.ts';
export {
  type Advertisement,
  AttError,
  type BlePeripheral,
  type LinkListener,
  type LocalCharacteristic,
  type LocalService,
} from './ble/ble-peripheral.ts';
export { type BleHost, type HostRules, hostRules } from './ble/host-rules.ts';
export type { DeviceTransport, Endpoint, RequestContext, Requests, Service } from './endpoint.ts';
export type { KeyValueStore, StoredValue } from './key-value-store.ts';
export type { FailReason, ManagerEvent } from './manager/manager-event.ts';
export { reduceManager } from './manager/manager-reducer.ts';
export { defaultManagerSettings, type ManagerSettings } from './manager/manager-settings.ts';
export {
  initialManagerState,
  type ManagerEffect,
  type ManagerInput,
  type ManagerPhase,
  type ManagerState,
  type ManagerTimer,
  managerPhases,
  type StationState,
  type Transition,
} from './manager/manager-state.ts';
export {
  ProvisioningManager,
  type ProvisioningManagerOptions,
  type StartOptions,
} from './manager/provisioning-manager.ts';
export { Protocomm, type ProtocommOptions, type SecurityEvent } from './protocomm.ts';
export { type BleAfterStop, type BleDeviceOptions, bleDeviceTransport } from './transports/ble.ts';
export {
  type HttpReply,
  type HttpRequest,
  HttpService,
  type HttpServiceOptions,
  type HttpSessionRule,
  maxHttpBody,
} from './transports/http.ts';
export { eraseCredentials, loadCredentials, saveCredentials } from './wifi-credentials.ts';
export {
  disconnectReasons,
  type HeardNetwork,
  type RadioScanOptions,
  type WifiConnection,
  type WifiCredentials,
  type WifiDriver,
  type WifiEvent,
} from './wifi-driver.ts';
