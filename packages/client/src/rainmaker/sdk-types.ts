/**
 * A device as the SDKs know it. They hold on to the name alone, and name the device by it in every call.
 */
export interface RainmakerDevice {
  name: string;
  /** Number of the security scheme; before `connect` a guess. */
  security: number;
  /** `ble` or `softap`. */
  transport: string;
  connected?: boolean;
  username?: string;
  capabilities?: string[];
  /** One record, under the name that iOS has for it: company identifier and data, byte by byte. */
  advertisementData?: { kCBAdvDataManufacturerData: number[] }[];
}

/** A network that a device hears, as the SDKs show it. */
export interface RainmakerNetwork {
  /** A label that names it in `provision`: its name where that is harmless text. */
  ssid: string;
  /** Signal strength in dBm. */
  rssi: number;
  /** Number of the auth mode, as `wifi_auth_mode_t` of ESP-IDF counts them. */
  auth: number;
  /** Address of the access point, for example `aa:bb:cc:dd:ee:ff`. */
  bssid: string;
  channel: number;
  /** Whether it needs a password; the adapters of Espressif's apps add it too. */
  secure: boolean;
}

/**
 * What the SDKs demand for provisioning: `ESPProvisionAdapterInterface` of both at once. They differ in the name of the
 * method that reads the version.
 */
export interface RainmakerProvisioning {
  searchESPDevices(devicePrefix: string, transport: string): Promise<RainmakerDevice[]>;
  stopESPDevicesSearch(): Promise<void>;
  createESPDevice(
    name: string,
    transport: string,
    security?: number,
    proofOfPossession?: string,
    softAPPassword?: string,
    username?: string,
  ): Promise<RainmakerDevice>;
  connect(deviceName: string): Promise<0>;
  getDeviceCapabilities(deviceName: string): Promise<string[]>;
  /** As `@espressif/rainmaker-base-sdk` calls it. */
  getDeviceVersionInfo(deviceName: string): Promise<Record<string, unknown>>;
  /** As `@espressif/rainmaker-neo-base-sdk` calls it. */
  getDeviceVersion(deviceName: string): Promise<Record<string, unknown>>;
  setProofOfPossession(deviceName: string, proofOfPossession: string): Promise<boolean>;
  initializeSession(deviceName: string): Promise<boolean>;
  scanWifiList(deviceName: string): Promise<RainmakerNetwork[]>;
  /** Carries bytes both ways, as Base64. */
  sendData(deviceName: string, endPoint: string, data: string): Promise<string>;
  provision(deviceName: string, ssid: string, passphrase: string): Promise<0>;
  resetWifiStatus(deviceName: string): Promise<boolean>;
  disconnect(deviceName: string): Promise<void>;
}

/** Which endpoints a protocol of local control has; `rainmaker-neo-base-sdk` passes them to `connect`. */
export interface RainmakerSessionPaths {
  /** Endpoint of the handshake. */
  readonly sessionPath: string;
  /** Endpoint of the version document. */
  readonly versionPath: string;
  /** Member of the version document that names the scheme. */
  readonly versionKey: string;
}

/** What the SDKs demand for local control: `ESPLocalControlAdapterInterface` of both. */
export interface RainmakerLocalControl {
  isConnected(nodeId: string): Promise<boolean>;
  connect(
    nodeId: string,
    baseUrl: string,
    securityType: number,
    pop?: string,
    username?: string,
    options?: RainmakerSessionPaths,
  ): Promise<Record<string, unknown>>;
  /** Carries bytes both ways, as Base64. */
  sendData(nodeId: string, path: string, data: string): Promise<string>;
}
