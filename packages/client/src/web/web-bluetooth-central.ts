/** How a browser's Bluetooth is used. */
export interface WebBluetoothOptions {
  /** `navigator.bluetooth`, or an object that does the same. */
  readonly bluetooth: Bluetooth;
}

/** The central role of a browser. */
export class WebBluetoothCentral {
  readonly #options: WebBluetoothOptions;

  constructor(options: WebBluetoothOptions) {
    this.#options = options;
  }

  /** Whether the machine has an adapter that is switched on. */
  async isAvailable(): Promise<boolean> {
    return await this.#options.bluetooth.getAvailability();
  }
}
