import type { LogEntry } from './log-entry.ts';

/** Words of a log that is copied. It is English in every language: it goes into reports of faults. */
const arrows = { out: '->', in: '<-' } as const;

/** Returns the entries as text for a report, with secrets masked. */
export function logText(entries: readonly LogEntry[]): string {
  return entries.map(entryText).join('');
}

/** Returns the time of an entry in seconds, such as `14.020`. */
export function secondsText(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function entryText(entry: LogEntry): string {
  const { atMs, direction, endpoint, seal, bytes, message, wire, failure } = entry;
  const head = `${secondsText(atMs).padStart(9)} ${arrows[direction]} ${endpoint}`;
  if (failure !== undefined) return `${head} failed: ${failure}\n`;
  const name = message.name ?? (message.kind === 'unknown' ? 'not shown' : seal === 'sealed' ? 'sealed' : 'unreadable');
  const summary = message.summary === '' ? '' : ` (${message.summary})`;
  const fields = message.fields.map(({ name: field, value }) => {
    const shown = typeof value === 'string' ? value : `masked, ${value.maskedBytes} bytes`;
    return `            ${field}: ${shown}\n`;
  });
  const raw = wire === undefined || wire === '' ? '' : `            on the wire: ${wire}\n`;
  return `${head} ${name}${summary}, ${seal}, ${bytes} B\n${fields.join('')}${raw}`;
}
