import type { FoundDevice } from '@esp-prov/client';

/** Devices that were seen and not read yet: the newest sighting of each, so that a slow reader piles up nothing. */
export class Sightings implements AsyncIterable<FoundDevice> {
  readonly #waiting = new Map<string, FoundDevice>();
  #wake: () => void = () => undefined;
  #ended = false;

  /** Takes a sighting in place of an earlier one of the same device. */
  add(device: FoundDevice): void {
    this.#waiting.set(device.id, device);
    this.#wake();
  }

  /** Ends the reading once the reader has all. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<FoundDevice, void, undefined> {
    while (!this.#ended) {
      for (const [id, device] of this.#waiting) {
        this.#waiting.delete(id);
        yield device;
      }
      if (this.#ended || this.#waiting.size > 0) continue;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
