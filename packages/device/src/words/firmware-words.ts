import type { BleLine } from './ble-words.ts';
import type { ConsoleLine } from './console-words.ts';
import type { ControlLine, EndpointLine } from './endpoint-words.ts';
import type { FirmwareLine } from './firmware-line.ts';
import type { HttpLine } from './http-words.ts';
import type { ManagerLine } from './manager-words.ts';
import type { ProtocommLine, SecurityLine } from './protocomm-words.ts';

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
