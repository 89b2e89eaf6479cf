import type { BleCentral, FoundDevice } from '@esp-prov/client';
import { offersProvisioning } from '@esp-prov/protocol';

/** How long to look for devices, in ms; esp_prov looks as long. */
export const lookMs = 5000;

/** Where devices are looked for. */
export interface SearchPlaces {
  /** Undefined where this machine has no Bluetooth. */
  readonly central: BleCentral | undefined;
  /** Whether a device answers at the address of its own access point; undefined: not looked at. */
  readonly probe: ((signal: AbortSignal) => Promise<boolean>) | undefined;
  /** Service that a device has to advertise; undefined: one that firmware offers provisioning under. */
  readonly service: string | undefined;
}

/** Looks for devices in all places at once, until {@link lookMs} are over; disposing it ends it before. */
export class DeviceSearch implements AsyncDisposable {
  /** Resolves when all is over; it never rejects. */
  readonly done: Promise<void>;
  /** Resolves at the first device, or when there is nothing to wait for any more. */
  readonly first: Promise<void>;
  /** Called at every change. */
  onChange: () => void = () => undefined;
  bleFailure: unknown;
  softAp = false;
  /** Number of devices that were seen before the one at the address of an access point. */
  seenBeforeSoftAp = 0;
  over = false;
  readonly #found = new Map<string, FoundDevice>();
  readonly #ending = new AbortController();

  constructor(places: SearchPlaces, signal: AbortSignal) {
    const ended = AbortSignal.any([signal, this.#ending.signal]);
    let seen: () => void = () => undefined;
    const changed = () => {
      seen();
      this.onChange();
    };
    const probed = this.#probe(places, ended, changed);
    const scanned = this.#scan(places, ended, changed);
    this.done = Promise.all([probed, scanned]).then(() => {
      this.over = true;
      this.onChange();
    });
    const something = new Promise<void>((resolve) => {
      seen = resolve;
    });
    this.first = Promise.race([something, this.done]);
  }

  /** The devices in the order in which they were seen, so that none moves under a cursor. */
  get devices(): FoundDevice[] {
    return [...this.#found.values()];
  }

  async #probe({ probe }: SearchPlaces, ended: AbortSignal, changed: () => void): Promise<void> {
    if (!probe) return;
    this.softAp = await probe(ended);
    this.seenBeforeSoftAp = this.#found.size;
    if (this.softAp) changed();
  }

  async #scan({ central, service }: SearchPlaces, ended: AbortSignal, changed: () => void): Promise<void> {
    if (!central) return;
    const over = AbortSignal.timeout(lookMs);
    try {
      for await (const device of central.scan({ service }, { signal: AbortSignal.any([ended, over]) })) {
        if (service === undefined && !offersProvisioning(device.services)) continue;
        this.#found.set(device.id, { ...this.#found.get(device.id), ...device });
        changed();
      }
    } catch (error) {
      if (!over.aborted && !ended.aborted) this.bleFailure = error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.onChange = () => undefined;
    this.#ending.abort();
    await this.done;
  }
}
