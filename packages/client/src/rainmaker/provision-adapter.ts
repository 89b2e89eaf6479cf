import { ProvisioningError, systemClock, toBase64 } from '@esp-prov/protocol';
import type { AdaptedDevice } from './adapted-device.ts';
import type { ProvisionSettings, TransportName } from './adapter-settings.ts';
import { collectSightings } from './collect-sightings.ts';
import { requireScheme, requireSecret } from './device-proof.ts';
import type { DeviceReach } from './device-reach.ts';
import { KnownDevices } from './known-devices.ts';
import { requestBytes } from './request-bytes.ts';
import type { RainmakerDevice, RainmakerNetwork, RainmakerProvisioning } from './sdk-types.ts';

/** How the devices of an application are reached, and what is demanded of them. */
export interface RainmakerProvisionOptions extends ProvisionSettings {
  /** The way over Bluetooth, such as `bluetoothReach(central)`. */
  readonly ble?: DeviceReach | undefined;
  /** The way over a device's access point, such as `softApReach({ open })`. */
  readonly softap?: DeviceReach | undefined;
  /** How long a search lasts in ms; default 6000, as in Espressif's libraries for phones. */
  readonly searchTimeMs?: number | undefined;
}

/** Security of a device that has not reported its scheme yet. */
const likelySecurity = 2;

/** Status of a connection and of a provisioning that came about, in both SDKs. */
const done = 0;

/**
 * The provisioning adapter of Espressif's TypeScript SDKs, `ESPProvisionAdapterInterface` of
 * `@espressif/rainmaker-base-sdk` and of `@espressif/rainmaker-neo-base-sdk`, for Node and browsers.
 *
 * Failures are thrown, as `ProvisioningError`s. Methods that want a session open one if `initializeSession` was not
 * called, as Espressif's libraries for phones do.
 *
 * @example
 * const softap = softApReach({ open: () => httpTransport('192.168.4.1') });
 * ESPRMBase.setProvisioningAdapter(new RainmakerProvisionAdapter({ ble: bluetoothReach(central), softap }));
 */
export class RainmakerProvisionAdapter implements RainmakerProvisioning, AsyncDisposable {
  readonly #options: RainmakerProvisionOptions;
  readonly #devices: KnownDevices;
  #search = new AbortController();

  constructor(options: RainmakerProvisionOptions) {
    this.#options = options;
    this.#devices = new KnownDevices(options);
  }

  /** Returns the devices in range, the strongest first; a second search ends the first. */
  async searchESPDevices(devicePrefix: string, transport: string): Promise<RainmakerDevice[]> {
    const way = this.#wayOf(transport);
    const { clock = systemClock, searchTimeMs: timeMs = 6000 } = this.#options;
    this.#search.abort();
    const search = new AbortController();
    this.#search = search;
    const { signal } = search;
    const found = await collectSightings(way.reach, { namePrefix: devicePrefix ?? '', clock, timeMs, signal });
    return this.#devices.takeFound(found, way).map(described);
  }

  /** Ends a search; what it has found until then is its result. */
  async stopESPDevicesSearch(): Promise<void> {
    this.#search.abort();
  }

  /**
   * Names a device and what is known of its secrets, each of which is a demand. It is looked for when it is connected,
   * unless a search has found it.
   */
  async createESPDevice(
    name: string,
    transport: string,
    security?: number,
    proofOfPossession?: string,
    softAPPassword?: string,
    username?: string,
  ): Promise<RainmakerDevice> {
    if (typeof name !== 'string' || name === '') throw invalid('the name of a device is empty');
    const way = this.#wayOf(transport);
    const known = this.#devices.find(name);
    const device = await this.#devices.put({
      key: name,
      ...way,
      // One that a search has found may have another name on the air than it has here.
      ...(known?.options.transport === way.transport
        ? { name: known.options.name, sighting: known.sighting }
        : { name }),
      softApPassword: requireSecret(softAPPassword ?? '', 'the password of an access point'),
      secrets: {
        security: (security ?? undefined) === undefined ? undefined : requireScheme(security),
        proofOfPossession: requireSecret(proofOfPossession ?? '', 'the proof of possession'),
        username: requireSecret(username ?? '', 'the user name'),
      },
    });
    return described(device);
  }

  /** Connects and reads the version. @throws ProvisioningError `adapter/unknown-device`, those of the link */
  async connect(deviceName: string): Promise<0> {
    await this.#devices.get(deviceName).connect();
    return done;
  }

  async getDeviceCapabilities(deviceName: string): Promise<string[]> {
    return [...this.#devices.get(deviceName).info.capabilities];
  }

  /** Returns the version document with what a vendor added to it; empty for the plain text of old firmware. */
  async getDeviceVersionInfo(deviceName: string): Promise<Record<string, unknown>> {
    const { reply } = this.#devices.get(deviceName).info;
    // Read anew, so that the caller may change it.
    return reply?.document ? JSON.parse(reply.text) : {};
  }

  async getDeviceVersion(deviceName: string): Promise<Record<string, unknown>> {
    return await this.getDeviceVersionInfo(deviceName);
  }

  /** Takes the proof of possession, which is the password under security 2, for the next session. */
  async setProofOfPossession(deviceName: string, proofOfPossession: string): Promise<boolean> {
    const device = this.#devices.get(deviceName);
    device.setProofOfPossession(requireSecret(proofOfPossession ?? '', 'the proof of possession'));
    return true;
  }

  async initializeSession(deviceName: string): Promise<boolean> {
    await this.#devices.get(deviceName).connection.initializeSession();
    return true;
  }

  async scanWifiList(deviceName: string): Promise<RainmakerNetwork[]> {
    return await this.#devices.get(deviceName).connection.scan();
  }

  async sendData(deviceName: string, endPoint: string, data: string): Promise<string> {
    const { connection } = this.#devices.get(deviceName);
    return toBase64(await connection.send(endPoint, requestBytes(data)));
  }

  /**
   * Resolves once the device has joined.
   *
   * @throws ProvisioningError `wifi/auth-error` and the others of that family, also for a failure that the device reports
   */
  async provision(deviceName: string, ssid: string, passphrase: string): Promise<0> {
    const device = this.#devices.get(deviceName);
    if (typeof ssid !== 'string') throw invalid('the name of the network is no text');
    await device.provision(ssid, requireSecret(passphrase ?? '', 'the password of the network'));
    return done;
  }

  /** Returns whether the device acknowledged; one that has reset by itself does not, and takes other credentials too. */
  async resetWifiStatus(deviceName: string): Promise<boolean> {
    return await this.#devices.get(deviceName).connection.resetWifi();
  }

  /** Ends what runs over the link and closes it; also for a device that is not connected, or not known. */
  async disconnect(deviceName: string): Promise<void> {
    await this.#devices.find(deviceName)?.disconnect();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#search.abort();
    await Promise.all(this.#devices.all.map((device) => device.disconnect()));
  }

  #wayOf(transport: string): { readonly transport: TransportName; readonly reach: DeviceReach } {
    const name = String(transport).trim().toLowerCase();
    if (name !== 'ble' && name !== 'softap') throw invalid('a transport is neither “ble” nor “softap”');
    const reach = this.#options[name];
    if (reach) return { transport: name, reach };
    throw new ProvisioningError('host/transport-unavailable', `this application has no way to devices over ${name}`);
  }
}

function described({ options, connected, sighting }: AdaptedDevice): RainmakerDevice {
  const { key, transport, secrets } = options;
  const data = sighting?.manufacturerData;
  return {
    name: key,
    transport,
    security: secrets?.security ?? likelySecurity,
    connected,
    ...(secrets?.username ? { username: secrets.username } : {}),
    ...(data ? { advertisementData: [{ kCBAdvDataManufacturerData: [...data] }] } : {}),
  };
}

function invalid(why: string): ProvisioningError {
  return new ProvisioningError('usage/invalid-option', why);
}
