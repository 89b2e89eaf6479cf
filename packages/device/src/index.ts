export { attErrorCodes } from './ble/att-error-codes.ts';
export {
  type Advertisement,
  AttError,
  type BlePeripheral,
  type LinkListener,
  type LocalCharacteristic,
  type LocalService,
} from './ble/ble-peripheral.ts';
export { type BleAfterStop, type BleDeviceOptions, bleDeviceTransport } from './ble/ble-transport.ts';
export { type BleHost, type HostRules, hostRules } from './ble/host-rules.ts';
export { type ConsoleDeviceOptions, ConsoleDeviceTransport } from './console/console-device-transport.ts';
export type { ConsoleDevicePort } from './console/console-port.ts';
export type {
  DeviceTransport,
  EndServiceOptions,
  RequestOptions,
  Requests,
  Service,
} from './device-transport.ts';
export type { Endpoint, RequestContext } from './endpoint.ts';
export type { HandlerSettings } from './endpoints/handler-settings.ts';
export { type HttpFailureStatus, httpFailure } from './http/http-failure.ts';
export type { HttpAnswer, HttpReply, HttpRequest } from './http/http-message.ts';
export {
  HttpService,
  type HttpServiceOptions,
  type HttpSessionRule,
  maxHttpBody,
} from './http/http-service.ts';
export type { ServedFile, ServedPage } from './http/served-page.ts';
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
export { type GuessingBrake, guessingBrake } from './protocomm/guessing-brake.ts';
export { Protocomm, type ProtocommOptions, type SecurityEvent } from './protocomm/protocomm.ts';
export { eraseCredentials, loadCredentials, saveCredentials } from './wifi/wifi-credentials.ts';
export {
  disconnectReasons,
  type HeardNetwork,
  type RadioScanOptions,
  type WifiConnection,
  type WifiCredentials,
  type WifiDriver,
  type WifiEvent,
} from './wifi/wifi-driver.ts';
export type { FirmwareLine } from './words/firmware-line.ts';
export {
  type FirmwareLog,
  type FirmwareLogOptions,
  firmwareLog,
  type LineValue,
  lineLog,
  ownTag,
  type SecretText,
} from './words/firmware-log.ts';
export type { FirmwareWords, LineName } from './words/firmware-words.ts';
export { newestWords } from './words/newest-words.ts';
export { type WrapOptions, wrapDeviceTransport, wrapRequests } from './wrap-device-transport.ts';
