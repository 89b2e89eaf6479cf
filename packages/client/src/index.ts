export type {
  BleCentral,
  FoundDevice,
  GattConnection,
  RemoteCharacteristic,
  RemoteDescriptor,
  RemoteService,
  ScanFilter,
} from './ble/ble-central.ts';
export { type BleTransportOptions, bleTransport } from './ble/ble-transport.ts';
export { type BleConnectOptions, connectBle } from './ble/connect-ble.ts';
export { type FindOptions, findDevice, type WantedDevice } from './ble/find-device.ts';
export { askHex, askLine } from './console/ask-hex.ts';
export type { ConsolePort } from './console/console-port.ts';
export { type ConsoleTransportOptions, consoleTransport } from './console/console-transport.ts';
export type { Dialogue } from './console/dialogue.ts';
export { manualConsoleTransport } from './console/manual-console.ts';
export { requireBssid, requireChannel } from './endpoints/access-point-choice.ts';
export type { ControlCommand, NetworkKind } from './endpoints/control.ts';
export {
  type CustomConfig,
  customConfigEndpoint,
  decodeCustomConfig,
  encodeCustomConfig,
} from './endpoints/custom-config.ts';
export { isEnterprise } from './endpoints/is-enterprise.ts';
export type { ScanLimit } from './endpoints/scan-over.ts';
export type { ThreadAttachment, ThreadFailure, ThreadStatus } from './endpoints/thread-config.ts';
export type { ThreadNetwork, ThreadScanOptions } from './endpoints/thread-scan.ts';
export {
  requireWifiNetwork,
  type WifiConnection,
  type WifiFailure,
  type WifiNetwork,
  type WifiStatus,
  wifiLimits,
} from './endpoints/wifi-config.ts';
export { requireWifiPassphrase } from './endpoints/wifi-passphrase.ts';
export type { AccessPoint, ScanOptions } from './endpoints/wifi-scan.ts';
export {
  type Fetch,
  type FetchBodyReader,
  type FetchCredentials,
  type FetchResponse,
  fetchTransport,
  type HttpTransportOptions,
} from './http/fetch-transport.ts';
export {
  formatServiceAddress,
  parseServiceAddress,
  type ServiceAddress,
  softApAddress,
} from './http/service-address.ts';
export { failureCode } from './provision/failure-code.ts';
export { type JoinEvidence, type JoinFacts, joinEvidence } from './provision/join-evidence.ts';
export type { JoinFailure, JoinFinding } from './provision/join-findings.ts';
export type { ProvisionStep, ThreadProvisionStep } from './provision/provision-step.ts';
export type { WaitOptions } from './provision/watch-status.ts';
export { type ControlOptions, Provisioner } from './provisioner.ts';
export { chooseSecurity, wantedSecurity } from './session/choose-security.ts';
export type { ClientProof, Secret, UnprovenConsent, UnprovenSession } from './session/client-proof.ts';
export type { ConnectOptions } from './session/connect-options.ts';
export { unprovenWords } from './session/demand.ts';
export { DeviceSession } from './session/device-session.ts';
export { wasNeverSent } from './session/link-failure.ts';
export { loadSecurity } from './session/load-security.ts';
export { readVersion, type VersionOptions } from './session/read-version.ts';
export type { OpenTransport, ReconnectPolicy } from './session/renewable-transport.ts';
export { type RequestOptions, Session } from './session/session.ts';
export type { SealedListener, SealedMessage } from './session/watched-channel.ts';
export type { CallOptions, ListOptions, Transport } from './transport/transport.ts';
export { type WrapOptions, wrapTransport } from './transport/wrap-transport.ts';
