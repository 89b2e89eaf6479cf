import { ProvisioningError } from '@esp-prov/protocol';
import type { FoundDevice, ScanFilter } from '../ble/ble-central.ts';
import type { BrowserBluetoothDevice } from './browser-bluetooth.ts';

/** Characters of an ID; Chromium's have 24. */
const longestId = 256;

/** Characters of a name that are kept; no advertisement holds as many. */
const longestName = 512;

/** Most devices that one page works with; the first one goes when another comes. */
const mostDevices = 64;

/** The devices that somebody has chosen for this page. */
export class ChosenDevices {
  readonly #devices = new Map<string, { readonly device: BrowserBluetoothDevice; readonly found: FoundDevice }>();

  /**
   * Returns what is known of a device that was just chosen. A browser tells neither its strength nor what it
   * advertises, but a `service` that the list was filtered by is one of its services.
   *
   * @throws ProvisioningError `bluetooth/refused` for what is no device
   */
  add(device: BrowserBluetoothDevice, service: string | undefined): FoundDevice {
    const { id, name } = described(device);
    const known = this.#devices.get(id)?.found.services ?? [];
    const services = service === undefined ? known : [...new Set([...known, service.toLowerCase()])];
    const found: FoundDevice = { id, name, rssi: undefined, services, manufacturerData: undefined };
    this.#devices.set(id, { device, found });
    const [first] = this.#devices.keys();
    if (this.#devices.size > mostDevices && first !== undefined) this.#devices.delete(first);
    return found;
  }

  get(id: string): BrowserBluetoothDevice | undefined {
    return this.#devices.get(id)?.device;
  }

  delete(id: string): void {
    this.#devices.delete(id);
  }

  /** Returns those that fit a filter, as far as it is known. */
  fitting({ namePrefix, service }: ScanFilter): readonly FoundDevice[] {
    return [...this.#devices.values()]
      .map(({ found }) => found)
      .filter(({ name }) => namePrefix === undefined || name?.startsWith(namePrefix))
      .filter(({ services }) => service === undefined || services.includes(service.toLowerCase()));
  }
}

function described(device: BrowserBluetoothDevice): { readonly id: string; readonly name: string | undefined } {
  try {
    const { id, name } = device;
    if (typeof id !== 'string' || id === '' || id.length > longestId) throw new TypeError('no ID');
    return { id, name: typeof name === 'string' && name !== '' ? name.slice(0, longestName) : undefined };
  } catch (cause) {
    throw new ProvisioningError('bluetooth/refused', 'the browser handed over a device that cannot be used', { cause });
  }
}
