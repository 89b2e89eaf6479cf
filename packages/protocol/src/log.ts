/** Levels of the ESP32's log, from loud to quiet; the letter is its first one in upper case. */
export const logLevels = ['error', 'warn', 'info', 'debug', 'verbose'] as const;

/** One of {@link logLevels}. */
export type LogLevel = (typeof logLevels)[number];

/** Where a component tells what it does. `tag` is the component's name as ESP-IDF prints it. Never given a secret. */
export interface Log {
  (level: LogLevel, tag: string, text: string): void;
  /** Whether lines of a level are shown at all, so that others need no wording; default: they are. */
  readonly shows?: (level: LogLevel) => boolean;
}

/** The default: says nothing. */
export const silentLog: Log = Object.assign(() => undefined, { shows: () => false });

/** Returns a secret as the firmware prints it: first and last character shown, all masked when three or fewer. */
export function maskSecret(secret: string): string {
  const characters = [...secret];
  if (characters.length <= 3) return '*'.repeat(characters.length);
  return `${characters[0]}${'*'.repeat(characters.length - 2)}${characters.at(-1)}`;
}
