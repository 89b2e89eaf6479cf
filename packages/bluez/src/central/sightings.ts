import type { FoundDevice } from '@esp-prov/client';

/** Devices that were seen and not fetched yet: the newest sighting of each, so that a slow reader piles up nothing. */
export class Sightings {
  readonly #waiting = new Map<string, FoundDevice>();
  #wake: (() => void) | undefined;
  #ended = false;

  /** Takes a sighting in place of an earlier one of the same device. */
  add(device: FoundDevice): void {
    this.#waiting.set(device.id, device);
    this.#wake?.();
  }

  /** Lets the waiting reader go on; there will be no more. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** Waits for the next sighting and returns it; undefined once ended. */
  async next(): Promise<FoundDevice | undefined> {
    while (!this.#ended) {
      for (const [id, device] of this.#waiting) {
        this.#waiting.delete(id);
        return device;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return undefined;
  }
}
