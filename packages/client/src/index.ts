export type {
  BleCentral,
  FoundDevice,
  GattConnection,
  RemoteCharacteristic,
  RemoteDescriptor,
  RemoteService,
  ScanFilter,
} from './ble/ble-central.ts';
export { type BleConnectOptions, connectBle } from './ble/connect-ble.ts';
export { type FindOptions, findDevice, type WantedDevice } from './ble/find-device.ts';
export type { ConnectOptions } from './connect-options.ts';
export type { ControlCommand, NetworkKind } from './control.ts';
export { type CustomConfig, customConfigEndpoint, decodeCustomConfig, encodeCustomConfig } from './custom-config.ts';
export { type UnprovenConsent, type UnprovenSession, unprovenWords } from './demand.ts';
export { isEnterprise } from './is-enterprise.ts';
export type { OpenTransport, ReconnectPolicy } from './link.ts';
export { type Credentials, chooseSecurity, readVersion, type Secret, wantedSecurity } from './negotiate.ts';
export type { ProvisionStep, ThreadProvisionStep } from './provision-step.ts';
export { type ControlOptions, Provisioner } from './provisioner.ts';
export type { ScanLimit } from './scan-over.ts';
export { formatServiceAddress, parseServiceAddress, type ServiceAddress, softApAddress } from './service-address.ts';
export { type RequestOptions, Session } from './session.ts';
export type { ThreadAttachment, ThreadFailure, ThreadStatus } from './thread-config.ts';
export type { ThreadNetwork, ThreadScanOptions } from './thread-scan.ts';
export type { CallOptions, Transport } from './transport.ts';
export { type BleTransportOptions, bleTransport } from './transports/ble.ts';
export { askHex, askLine } from './transports/console/ask-hex.ts';
export type { ConsolePort } from './transports/console/console-port.ts';
export { type ConsoleTransportOptions, consoleTransport } from './transports/console/console-transport.ts';
export type { Dialogue } from './transports/console/dialogue.ts';
export { manualConsoleTransport } from './transports/console/manual-console.ts';
export {
  type Fetch,
  type FetchBodyReader,
  type FetchResponse,
  fetchTransport,
  type HttpTransportOptions,
} from './transports/http.ts';
export type { WaitOptions } from './watch-status.ts';
export {
  requireWifiNetwork,
  type WifiConnection,
  type WifiFailure,
  type WifiNetwork,
  type WifiStatus,
  wifiLimits,
} from './wifi-config.ts';
export { requireWifiPassphrase } from './wifi-passphrase.ts';
export type { AccessPoint, ScanOptions } from './wifi-scan.ts';
