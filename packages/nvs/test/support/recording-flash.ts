import { type Bytes, type Flash, MemoryFlash, sectorSize } from '../../src/index.ts';

/** What the flash does without a chance to be interrupted cleanly: a word is programmed, or a sector is erased. */
export type FlashStep =
  | { readonly kind: 'program'; readonly offset: number; readonly word: Uint8Array }
  | { readonly kind: 'erase'; readonly sector: number };

/** Flash that remembers each of its steps, so that a power cut after any of them can be tried later. */
export class RecordingFlash implements Flash {
  readonly steps: FlashStep[] = [];
  readonly #flash: MemoryFlash;

  constructor(image: Uint8Array) {
    this.#flash = new MemoryFlash(image);
  }

  get size(): number {
    return this.#flash.size;
  }

  read(offset: number, length: number): Bytes {
    return this.#flash.read(offset, length);
  }

  program(offset: number, data: Uint8Array): void {
    for (let i = 0; i < data.length; i += 4) {
      this.steps.push({ kind: 'program', offset: offset + i, word: data.slice(i, i + 4) });
    }
    this.#flash.program(offset, data);
  }

  erase(sector: number): void {
    this.steps.push({ kind: 'erase', sector });
    this.#flash.erase(sector);
  }

  image(): Bytes {
    return this.#flash.image();
  }
}

/** Does a step on an image. */
export function apply(image: Uint8Array, step: FlashStep): void {
  if (step.kind === 'erase') {
    image.fill(0xff, step.sector * sectorSize, (step.sector + 1) * sectorSize);
    return;
  }
  step.word.forEach((byte, i) => {
    image[step.offset + i] = (image[step.offset + i] ?? 0) & byte;
  });
}

/**
 * Returns the image that is left if the power is cut in a step: a word with some of its bits, a sector half
 * erased.
 */
export function applyTorn(image: Uint8Array, step: FlashStep, tear: number): Uint8Array {
  const torn = Uint8Array.from(image);
  if (step.kind === 'erase') {
    const start = step.sector * sectorSize;
    const half = sectorSize / 2;
    torn.fill(0xff, start + (tear & 1) * half, start + half + (tear & 1) * half);
    return torn;
  }
  step.word.forEach((byte, i) => {
    torn[step.offset + i] = (torn[step.offset + i] ?? 0) & (byte | ((tear >>> (i * 8)) & 0xff));
  });
  return torn;
}
