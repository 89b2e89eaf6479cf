/** Bytes that own a plain `ArrayBuffer`. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes that are erased at once; the smallest unit of any erase. */
export const sectorSize = 4096;

/** NOR flash, or a part of it: what has been erased is all ones, and programming only clears bits. */
export interface Flash {
  /** Bytes; a multiple of {@link sectorSize}. */
  readonly size: number;
  /** Returns a copy of `length` bytes from `offset` on. */
  read(offset: number, length: number): Bytes;
  /** Clears the bits that are zero in `data`; bits that are zero already stay so. */
  program(offset: number, data: Uint8Array): void;
  /** Sets every bit of the sector with this number, counted from 0 at the start of this flash. */
  erase(sector: number): void;
}
