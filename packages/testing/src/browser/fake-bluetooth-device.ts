import type { BleCentral, FoundDevice } from '@esp-prov/client';
import type { BrowserBluetoothDevice, BrowserDeviceRequest } from '@esp-prov/client/web';
import { FakeGattServer } from './fake-gatt-server.ts';

/** A device that somebody has chosen in the list of a {@link FakeBluetooth}. */
export class FakeBluetoothDevice implements BrowserBluetoothDevice {
  readonly id: string;
  readonly name: string | undefined;
  readonly #server: FakeGattServer;
  readonly #listeners = new Set<() => void>();
  readonly #services = new Set<string>();
  #isForgotten = false;

  constructor(radio: BleCentral, { id, name }: FoundDevice) {
    this.id = id;
    this.name = name;
    this.#server = new FakeGattServer(radio, id, {
      allows: (uuid) => this.#services.has(uuid),
      onDisconnect: () => {
        for (const listener of [...this.#listeners]) listener();
      },
    });
  }

  get gatt(): FakeGattServer | undefined {
    return this.#isForgotten ? undefined : this.#server;
  }

  /** Listeners that are still there. */
  get listening(): number {
    return this.#listeners.size;
  }

  addEventListener(_type: 'gattserverdisconnected', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'gattserverdisconnected', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  async forget(): Promise<void> {
    this.#server.disconnect();
    this.#isForgotten = true;
  }

  /** Lets the page use the services that it named. */
  allow({ filters = [], optionalServices = [] }: BrowserDeviceRequest): void {
    const named = [...filters.flatMap(({ services = [] }) => services), ...optionalServices];
    for (const uuid of named) this.#services.add(uuid);
    this.#isForgotten = false;
  }
}
