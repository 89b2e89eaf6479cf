import type { en } from './en.ts';

/** The catalogue of the developer view in one language. */
export type DeviceWords = Readonly<typeof en>;
