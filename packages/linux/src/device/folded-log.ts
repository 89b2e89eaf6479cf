import type { Log, LogLevel } from '@esp-prov/protocol';

/**
 * Returns the log of the service itself, whose lines in the words of the firmware are for whoever looks for a fault: those
 * of level info say again what the events of the device say to people, so they are of level debug here.
 */
export function foldedLog(log: Log): Log {
  const fold = (level: LogLevel): LogLevel => (level === 'info' ? 'debug' : level);
  return Object.assign(
    (level: LogLevel, tag: string, text: string) => log(fold(level), tag, text),
    log.shows && { shows: (level: LogLevel) => log.shows?.(fold(level)) ?? true },
  );
}
