import type { Bytes } from '../bytes.ts';

/** A cipher that XORs a running keystream over whatever it is given, in either direction. */
export interface StreamCipher {
  /** Returns `data` with the next `data.length` bytes of the keystream. */
  apply(data: Uint8Array): Bytes;
}
