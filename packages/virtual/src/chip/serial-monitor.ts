import { ownTag } from '@esp-prov/device';
import { type Clock, foreignText, type Log, type LogLevel, logLevels } from '@esp-prov/protocol';

/** Where the lines of the virtual serial port go. */
export type Serial = (line: string) => void;

/**
 * Returns a line of the serial port as it may be shown: what a stranger brought into it, by a name or a damaged flash,
 * steers no terminal. A chip prints such bytes as they are.
 */
export function harmlessLine(line: string): string {
  const indent = /^\t*/.exec(line)?.[0] ?? '';
  return indent + foreignText(line.slice(indent.length), Number.POSITIVE_INFINITY);
}

/** Returns the log of an ESP32 on its serial port: `I (445) app: Starting provisioning`. Its lines are harmless. */
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
  const shows = (lineLevel: LogLevel) => logLevels.indexOf(lineLevel) <= logLevels.indexOf(level);
  const print: Log = (lineLevel, tag, text) => {
    if (!shows(lineLevel)) return;
    const letter = (lineLevel[0] as string).toUpperCase();
    // Some lines of the firmware have line ends of their own; what is put into them has none. Ours are one line each.
    const shown = tag === ownTag ? harmlessLine(text) : text.split('\n').map(harmlessLine).join('\n');
    serial(`${letter} (${startMs + Math.round(clock.now() - begin)}) ${harmlessLine(tag)}: ${shown}`);
  };
  return Object.assign(print, { shows });
}
