import { type Bytes, type Flash, sectorSize } from './flash.ts';
import { NvsError } from './nvs-error.ts';

/** Flash in memory, erased or with the content of an image. */
export class MemoryFlash implements Flash {
  readonly #content: Bytes;

  /** @param content - a size, or an image that is copied */
  constructor(content: number | Uint8Array) {
    this.#content = typeof content === 'number' ? new Uint8Array(content).fill(0xff) : new Uint8Array(content);
    if (this.#content.length % sectorSize !== 0) {
      throw new RangeError(`flash is a multiple of ${sectorSize} bytes, not ${this.#content.length}`);
    }
  }

  get size(): number {
    return this.#content.length;
  }

  read(offset: number, length: number): Bytes {
    this.#check(offset, length);
    return this.#content.slice(offset, offset + length);
  }

  program(offset: number, data: Uint8Array): void {
    this.#check(offset, data.length);
    for (let i = 0; i < data.length; i++)
      this.#content[offset + i] = (this.#content[offset + i] as number) & (data[i] as number);
  }

  erase(sector: number): void {
    this.#check(sector * sectorSize, sectorSize);
    this.#content.fill(0xff, sector * sectorSize, (sector + 1) * sectorSize);
  }

  /** Returns a copy of everything. */
  image(): Bytes {
    return this.#content.slice();
  }

  #check(offset: number, length: number): void {
    if (
      Number.isInteger(offset) &&
      Number.isInteger(length) &&
      offset >= 0 &&
      length >= 0 &&
      offset + length <= this.size
    )
      return;
    throw new NvsError('flash/out-of-range', `${length} bytes at ${offset} are outside of ${this.size}`, {
      details: { offset, length, size: this.size },
    });
  }
}
