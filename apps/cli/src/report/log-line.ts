import type { LogLevel } from '@esp-prov/protocol';

/** Returns a line of a log as people read it, who know warnings by the word that the command has for its own. */
export function logLine(level: LogLevel, text: string): string {
  return `${level === 'warn' ? 'warning' : level}: ${text}`;
}
