import type { Clock, Log, LogLevel } from '@esp-prov/protocol';
import { logLevels } from '@esp-prov/protocol';

/** Where the lines of the virtual serial port go. */
export type Serial = (line: string) => void;

/** The log of an ESP32 on its serial port: `I (445) app: Starting provisioning`. */
export function serialLog(options: {
  serial: Serial;
  clock: Clock;
  /** Least important level that is printed. */
  level: LogLevel;
  /** Milliseconds that the chip's own counter shows at the first moment. */
  startMs: number;
}): Log {
  const { serial, clock, level, startMs } = options;
  const begin = clock.now();
  return (lineLevel, tag, text) => {
    if (logLevels.indexOf(lineLevel) > logLevels.indexOf(level)) return;
    const letter = (lineLevel[0] as string).toUpperCase();
    serial(`${letter} (${startMs + Math.round(clock.now() - begin)}) ${tag}: ${text}`);
  };
}
