import type { LogLevel } from '@esp-prov/protocol';
import type { BleLine } from './ble-words.ts';
import type { ConsoleLine } from './console-words.ts';
import type { ControlLine, EndpointLine } from './endpoint-words.ts';
import type { HttpLine } from './http-words.ts';
import type { ManagerLine } from './manager-words.ts';
import type { ProtocommLine, SecurityLine } from './protocomm-words.ts';

/** A line of a firmware's log: its level, the name of its component, and its words with `%s` for each value. */
export type FirmwareLine = readonly [level: LogLevel, tag: string, text: string];

/** What a line is about, whatever a release says of it. */
export type LineName =
  | ProtocommLine
  | SecurityLine
  | HttpLine
  | BleLine
  | ConsoleLine
  | EndpointLine
  | ControlLine
  | ManagerLine;

/** What a release prints, line by line; undefined: nothing. */
export type FirmwareWords = Readonly<Record<LineName, FirmwareLine | undefined>>;
