import { foreignText, type Log, maskSecret, type NotedBytes, toHex } from '@esp-prov/protocol';
import type { FirmwareLine } from './firmware-line.ts';
import type { FirmwareWords, LineName } from './firmware-words.ts';
import { logText } from './log-text.ts';
import { newestWords } from './newest-words.ts';

/** Text that is masked unless the log shows secrets. */
export interface SecretText {
  readonly secretText: string;
}

/** A value within a line: text and raw bytes are a stranger's and shown harmless; noted bytes follow as lines of digits. */
export type LineValue = string | number | Uint8Array | SecretText | NotedBytes;

/** Prints what a release says of something. */
export type FirmwareLog = (name: LineName, ...values: readonly LineValue[]) => void;

/** How lines are printed. */
export interface FirmwareLogOptions {
  readonly log: Log;
  /** What differs from {@link newestWords}. */
  readonly words?: Partial<FirmwareWords> | undefined;
  /** Whether secrets are printed; else they are masked. */
  readonly secrets?: boolean | undefined;
}

/** Name under which this project's own lines stand, which no firmware prints. */
export const ownTag = 'esp-prov';

/** Bytes in a line of digits. esp-idf: log/src/buffer/log_buffers.c */
const bytesPerLine = 16;

/** Longest text of a stranger within a line. */
const longestValue = 4096;

/** Returns a log in the words of a release. */
export function firmwareLog({ log, words = {}, secrets = false }: FirmwareLogOptions): FirmwareLog {
  return lineLog({ log, lines: { ...newestWords, ...words }, secrets });
}

/** Returns a log in the words of a table of lines, which may hold one for `digits`, the bytes below another line. */
export function lineLog<Name extends string>(options: {
  readonly log: Log;
  readonly lines: Readonly<Record<Name, FirmwareLine | undefined>>;
  readonly secrets: boolean;
}): (name: Name, ...values: readonly LineValue[]) => void {
  const { log, secrets } = options;
  const lines: Readonly<Record<string, FirmwareLine | undefined>> = options.lines;
  return (name, ...values) => {
    const line = lines[name];
    if (!line) return;
    const [level, tag, template, bytesLevel = level] = line;
    if (log.shows?.(level) === false && log.shows(bytesLevel) === false) return;
    const texts = values.flatMap((value) => (isNoted(value) ? [] : [valueText(value, secrets)]));
    log(
      level,
      tag,
      template.replace(/%s/g, () => texts.shift() ?? ''),
    );
    const [, , around = '%s'] = lines['digits'] ?? [];
    for (const value of values) {
      if (isNoted(value))
        for (const digits of hexLines(value, secrets)) log(bytesLevel, tag, around.replace('%s', digits));
    }
  };
}

function isNoted(value: LineValue): value is NotedBytes {
  return typeof value === 'object' && 'secret' in value;
}

function valueText(value: Exclude<LineValue, NotedBytes>, secrets: boolean): string {
  if (typeof value === 'number') return String(value);
  if (value instanceof Uint8Array) return logText(value);
  if (typeof value === 'string') return foreignText(value, longestValue);
  const text = foreignText(value.secretText, longestValue);
  return secrets ? text : maskSecret(text);
}

function hexLines({ bytes, secret }: NotedBytes, secrets: boolean): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += bytesPerLine) {
    const digits = [...bytes.subarray(at, at + bytesPerLine)].map((byte) => toHex(Uint8Array.of(byte)));
    lines.push(digits.map((pair) => (secret && !secrets ? '**' : pair)).join(' '));
  }
  return lines;
}
