import type { BleCentral } from '@esp-prov/client';
import type { BrowserBluetooth, BrowserBluetoothDevice, BrowserDeviceRequest } from '@esp-prov/client/web';
import { browserException } from './browser-exception.ts';
import { FakeBluetoothDevice } from './fake-bluetooth-device.ts';

/** A device in the list that a browser shows. */
export interface ListedDevice {
  readonly id: string;
  readonly name: string | undefined;
}

/** `navigator.bluetooth` of a Chromium whose radio is another central. */
export class FakeBluetooth implements BrowserBluetooth {
  /** Whether there is an adapter that is switched on. */
  available = true;
  /** Whether somebody at the browser's list takes a device that it shows; by default the first one. */
  takes: (device: ListedDevice) => boolean = () => true;
  /** What the page has asked for so far. */
  readonly requests: BrowserDeviceRequest[] = [];
  readonly #radio: BleCentral;
  readonly #devices = new Map<string, FakeBluetoothDevice>();
  readonly #lists = new Set<AbortController>();

  constructor(radio: BleCentral) {
    this.#radio = radio;
  }

  async getAvailability(): Promise<boolean> {
    return this.available;
  }

  async requestDevice(request: BrowserDeviceRequest): Promise<BrowserBluetoothDevice> {
    this.requests.push(request);
    requireValid(request);
    if (!this.available) throw browserException('NotFoundError', 'Bluetooth adapter not available.');
    const list = new AbortController();
    this.#lists.add(list);
    try {
      for await (const found of this.#radio.scan({}, { signal: list.signal })) {
        if (!isListed(request, found) || !this.takes(found)) continue;
        const device = this.#devices.get(found.id) ?? new FakeBluetoothDevice(this.#radio, found);
        this.#devices.set(found.id, device);
        device.allow(request);
        return device;
      }
    } finally {
      this.#lists.delete(list);
    }
    throw browserException('NotFoundError', 'User cancelled the requestDevice() chooser.');
  }

  /** Closes every list that is open, as somebody does who chooses nothing. */
  cancel(): void {
    const reason = browserException('NotFoundError', 'User cancelled the requestDevice() chooser.');
    for (const list of this.#lists) list.abort(reason);
  }

  /** The device objects that pages got, by their IDs. */
  device(id: string): FakeBluetoothDevice | undefined {
    return this.#devices.get(id);
  }
}

function requireValid({ filters, acceptAllDevices, optionalServices = [] }: BrowserDeviceRequest): void {
  if ((filters === undefined) === (acceptAllDevices !== true)) {
    throw new TypeError('Either filters should be present or acceptAllDevices should be true, but not both.');
  }
  for (const { namePrefix, services = [] } of filters ?? []) {
    if (namePrefix === '') throw new TypeError("'namePrefix', if present, must be non-empty.");
    if (namePrefix === undefined && services.length === 0) throw new TypeError('A filter must restrict the devices.');
    requireUuids(services);
  }
  requireUuids(optionalServices);
}

function requireUuids(uuids: readonly string[]): void {
  for (const uuid of uuids) {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(uuid)) throw new TypeError(`Invalid Service name: ${uuid}`);
  }
}

function isListed(
  { filters }: BrowserDeviceRequest,
  { name, services }: { readonly name: string | undefined; readonly services: readonly string[] },
): boolean {
  return (
    filters === undefined ||
    filters.some(
      ({ namePrefix = '', services: wanted = [] }) =>
        (name ?? '').startsWith(namePrefix) && wanted.every((uuid) => services.includes(uuid)),
    )
  );
}
