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
export type {
  DeviceTransport,
  Endpoint,
  EndServiceOptions,
  RequestContext,
  RequestOptions,
  Requests,
  Service,
} from './endpoint.ts';
export type { HandlerSettings } from './endpoints/handler-settings.ts';
export { type GuessingBrake, guessingBrake } from './guessing-brake.ts';
export type { KeyValueStore, StoredValue } from './key-value-store.ts';
export type { ManagerCallback } from './manager/event-teller.ts';
export { eventNumber, type FailReason, type ManagerEvent, type StationConfig } from './manager/manager-event.ts';
export type { ManagerWaitOptions, ProvisioningManagerOptions, StartOptions } from './manager/manager-options.ts';
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
export { ProvisioningManager } from './manager/provisioning-manager.ts';
export { Protocomm, type ProtocommOptions, type SecurityEvent } from './protocomm.ts';
export { type BleAfterStop, type BleDeviceOptions, bleDeviceTransport } from './transports/ble.ts';
export { type ConsoleDeviceOptions, ConsoleDeviceTransport } from './transports/console/console-device-transport.ts';
export type { ConsoleDevicePort } from './transports/console/console-port.ts';
export {
  type HttpAnswer,
  type HttpReply,
  type HttpRequest,
  HttpService,
  type HttpServiceOptions,
  type HttpSessionRule,
  maxHttpBody,
} from './transports/http.ts';
export { type HttpFailureStatus, httpFailure } from './transports/http-failure.ts';
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
export {
  type FirmwareLog,
  type FirmwareLogOptions,
  firmwareLog,
  type LineValue,
  lineLog,
  ownTag,
  type SecretText,
} from './words/firmware-log.ts';
export type { FirmwareLine, FirmwareWords, LineName } from './words/firmware-words.ts';
export { newestWords } from './words/newest-words.ts';
