import type { LogLevel } from '@esp-prov/protocol';

/**
 * A line of a firmware's log: its level, the name of its component, and its words with `%s` for each value. Bytes below
 * it stand at its own level, or at that of `bytesLevel`.
 */
export type FirmwareLine = readonly [level: LogLevel, tag: string, text: string, bytesLevel?: LogLevel];
