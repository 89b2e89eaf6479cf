/**
 * For apps that use Espressif's TypeScript SDKs: adapters by which these provision devices through this package.
 *
 * @packageDocumentation
 */
export type { AdapterSettings, ProvisionSettings, TransportName } from './adapter-settings.ts';
export {
  type BluetoothReachOptions,
  bluetoothReach,
  type DeviceReach,
  type Sighting,
  type SoftApReachOptions,
  softApReach,
  type WantedReach,
} from './device-reach.ts';
export { RainmakerLocalControlAdapter, type RainmakerLocalControlOptions } from './local-control-adapter.ts';
export { RainmakerProvisionAdapter, type RainmakerProvisionOptions } from './provision-adapter.ts';
export type {
  RainmakerDevice,
  RainmakerLocalControl,
  RainmakerNetwork,
  RainmakerProvisioning,
  RainmakerSessionPaths,
} from './sdk-types.ts';
