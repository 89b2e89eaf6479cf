import { type Log, type LogLevel, logLevels } from '@esp-prov/protocol';
import { logLine } from '../../../report/log-line.ts';
import type { Output } from '../../../report/output.ts';

/** Returns the log of a board, from `least` on; no secret is ever in it. */
export function boardLog(output: Output, least: LogLevel): Log {
  const shows = (level: LogLevel) => logLevels.indexOf(level) <= logLevels.indexOf(least);
  return Object.assign(
    (level: LogLevel, tag: string, text: string) => {
      const line = logLine(level, `${tag}: ${text}`);
      if (shows(level)) output.event({ event: 'log', line }, line);
    },
    { shows },
  );
}
