// What is typed against the published SDK: it is compiled by ../sdk-types.test.ts, and never run.
import type {
  ESPConnectStatus,
  ESPDeviceInterface,
  ESPLocalControlAdapterInterface,
  ESPProvisionAdapterInterface,
  ESPProvisionStatus,
  ESPRMBaseConfig,
  ESPWifiList,
} from '@espressif/rainmaker-base-sdk';
import {
  type RainmakerDevice,
  RainmakerLocalControlAdapter,
  type RainmakerNetwork,
  RainmakerProvisionAdapter,
} from '../../../src/rainmaker/index.ts';

declare const open: (address: string) => never;
export const provisionAdapter: ESPProvisionAdapterInterface = new RainmakerProvisionAdapter({});
export const localControlAdapter: ESPLocalControlAdapterInterface = new RainmakerLocalControlAdapter({ open });
export const config: ESPRMBaseConfig = { baseUrl: 'http://127.0.0.1', provisionAdapter, localControlAdapter };

declare const device: RainmakerDevice;
declare const network: RainmakerNetwork;
export const described: ESPDeviceInterface = device;
export const heard: ESPWifiList = network;
export const statuses: [ESPConnectStatus.connected, ESPProvisionStatus.success] = [0, 0];

// If the SDK had no types here, everything would fit.
// @ts-expect-error -- an adapter without methods
export const none: ESPProvisionAdapterInterface = {};
// @ts-expect-error -- a status that the SDK does not have
export const unknown: ESPProvisionStatus = 7;
declare const lacking: Omit<RainmakerProvisionAdapter, 'provision'>;
// @ts-expect-error -- an adapter that lacks a method
export const lacks: ESPProvisionAdapterInterface = lacking;
