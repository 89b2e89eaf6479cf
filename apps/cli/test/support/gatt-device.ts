import type { DeviceTransport, Requests, Service } from '@esp-prov/device';
import { bleServiceUuids, builtInEndpoints, characteristicUuid, endpointNames, toHex } from '@esp-prov/protocol';
import { type ReleaseProfile, VirtualEsp32 } from '@esp-prov/virtual';

/** A virtual device with the attributes of Bluetooth and without a radio: they are written and read by calls. */
export class GattDevice implements DeviceTransport, AsyncDisposable {
  readonly serviceUuid: string;
  /** Endpoints that were written, in order. */
  readonly written: string[] = [];
  readonly #uuids: Readonly<Record<string, string>>;
  readonly #names = new Map<string, string>();
  readonly #values = new Map<string, Uint8Array>();
  #requests: Requests | undefined;
  #device: VirtualEsp32 | undefined;
  #joined: Promise<void> = Promise.resolve();

  private constructor(serviceUuid: string, uuids: Readonly<Record<string, string>>) {
    this.serviceUuid = serviceUuid;
    this.#uuids = uuids;
  }

  /** Switches a device of a release on. `uuids` are characteristics that do not follow from the service. */
  static async start(
    profile: ReleaseProfile,
    options: { readonly serviceUuid?: string; readonly uuids?: Readonly<Record<string, string>> } = {},
  ): Promise<GattDevice> {
    const gatt = new GattDevice(options.serviceUuid ?? bleServiceUuids.example, options.uuids ?? {});
    const device = new VirtualEsp32({ transport: gatt, profile, secret: { securityVersion: 1 }, fast: true });
    gatt.#device = device;
    gatt.#joined = new Promise((resolve) => {
      device.watch(({ kind }) => {
        if (kind === 'connected') resolve();
      });
    });
    await device.boot();
    return gatt;
  }

  /** Whether an application would list this UUID. */
  lists(uuid: string): boolean {
    return uuid === this.serviceUuid || this.#names.has(uuid);
  }

  /** Writes a characteristic; false when the device refuses it. */
  async write(uuid: string, hex: string): Promise<boolean> {
    const endpoint = this.#names.get(uuid);
    if (endpoint === undefined || !this.#requests) return false;
    this.written.push(endpoint);
    // A person takes longer to ask for the state of a connection than a device to make it.
    if (this.written.filter((each) => each === endpointNames.config).length > 2) await this.#joined;
    try {
      this.#values.set(uuid, await this.#requests.handle(1, endpoint, Buffer.from(hex, 'hex')));
      return true;
    } catch {
      return false;
    }
  }

  /** Value of a characteristic as hexadecimal digits. */
  read(uuid: string): string {
    return toHex(this.#values.get(uuid) ?? new Uint8Array(0));
  }

  async start(service: Service, requests: Requests): Promise<void> {
    const known = new Set(builtInEndpoints.map(({ name }) => name));
    for (const { name, slot } of service.endpoints) {
      if (!known.has(name) && !(name in this.#uuids)) continue;
      this.#names.set(this.#uuids[name] ?? characteristicUuid(this.serviceUuid, slot), name);
    }
    this.#requests = requests;
    requests.open(1);
  }

  /** Ends the device; the service ends by the same call, and with it the attributes. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#requests = undefined;
    this.#names.clear();
    const device = this.#device;
    this.#device = undefined;
    await device?.[Symbol.asyncDispose]();
  }
}
