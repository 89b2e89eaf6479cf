import type { Bytes } from './bytes.ts';

/** Yields `length` unpredictable bytes. Injected wherever keys are made, so that vectors can be replayed. */
export type Random = (length: number) => Bytes;

/** The operating system's generator, by way of the Web Crypto global that browsers and Node share. */
export const systemRandom: Random = (length) => crypto.getRandomValues(new Uint8Array(length));
