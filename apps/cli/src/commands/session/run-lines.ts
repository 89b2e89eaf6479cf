import type { DeviceSession } from '@esp-prov/client';
import {
  errorTable,
  foreignText,
  isProvisioningError,
  type ProvisioningError,
  systemClock,
  toHex,
  underSignals,
} from '@esp-prov/protocol';
import { answerText } from '../../options/data-form.ts';
import type { DataFormOptions } from '../../options/data-form-options.ts';
import { asSentence } from '../../report/as-sentence.ts';
import type { Output } from '../../report/output.ts';
import { replyText } from '../../report/reply-text.ts';
import { InterruptedError } from '../../terminal/interrupted-error.ts';
import type { LineSource } from './line-source.ts';
import { parseSessionLine, type SessionLine } from './session-line.ts';

/** How the lines of a session are sent. */
export interface RunLinesOptions extends DataFormOptions {
  readonly output: Output;
  readonly signal: AbortSignal;
  /** Time between two signs of life while no line comes; 0 for none. */
  readonly keepAliveMs: number;
  /** Called when a line is awaited, and when it has come. */
  readonly onIdle?: (isIdle: boolean) => void;
  readonly keepGoing?: boolean;
  readonly allowEcho?: boolean;
}

/**
 * Sends line after line and prints the answers, to the end of the lines. A request is never sent twice, whatever becomes
 * of it.
 *
 * @throws ProvisioningError of the first request that failed: at once, or at the end where the run goes on
 */
export async function runLines(session: DeviceSession, lines: LineSource, options: RunLinesOptions): Promise<void> {
  const { output, keepGoing = false } = options;
  const counts = { answers: 0, failed: 0 };
  let first: unknown;
  for (let number = 1; ; number++) {
    options.onIdle?.(true);
    const text = await awaitLine(session, lines, options);
    options.onIdle?.(false);
    if (text === undefined) break;
    let line: SessionLine | undefined;
    try {
      line = parseSessionLine(text, number, options, lines.isTyped);
      if (!line) continue;
      printAnswer(line, await send(session, line, options), options);
      counts.answers++;
    } catch (error) {
      if (!isProvisioningError(error) || options.signal.aborted) throw error;
      counts.failed++;
      first ??= error;
      const goesOn = lines.isTyped || keepGoing;
      const isTyped = lines.isTyped;
      tellFailure(error, { number, endpoint: line?.endpoint ?? null, goesOn, isTyped }, output);
      if (!goesOn) throw error;
    }
  }
  if (first !== undefined && !lines.isTyped) throw first;
  if (output.json) output.result({ result: 'session', ...counts }, '');
}

async function send(
  session: DeviceSession,
  { endpoint, request }: SessionLine,
  { signal, allowEcho }: RunLinesOptions,
): Promise<Uint8Array> {
  try {
    return await session.request(endpoint, request, { signal, allowEcho });
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    throw new InterruptedError('Interrupted; it is unknown whether the device received the last request.');
  }
}

/** Waits for a line, and requests the version from time to time, so that a lost link is noticed and opened again. */
async function awaitLine(
  session: DeviceSession,
  lines: LineSource,
  { output, signal, keepAliveMs }: RunLinesOptions,
): Promise<string | undefined> {
  const next = lines.next();
  // A run that is interrupted waits for the line no more.
  next.catch(() => undefined);
  let isLost = false;
  for (;;) {
    const line = await nextWithin(next, keepAliveMs || 86_400_000, signal);
    if (line) return line.text;
    if (keepAliveMs === 0) continue;
    try {
      await session.refresh({ signal });
      isLost = false;
    } catch (error) {
      if (!isProvisioningError(error) || signal.aborted) throw error;
      const { code } = error;
      const text = `The device does not answer (${code}). The next request looks for it again.`;
      if (!isLost) lines.beside(() => output.event({ event: 'silent', code }, text));
      isLost = true;
    }
  }
}

/** Returns the next line where it comes within a time. */
async function nextWithin(
  next: Promise<string | undefined>,
  ms: number,
  signal: AbortSignal,
): Promise<{ readonly text: string | undefined } | undefined> {
  const ended = new AbortController();
  return await underSignals([signal, ended.signal], async (both) => {
    const pause = systemClock.sleep(ms, { signal: both });
    pause.catch(() => undefined);
    try {
      return (await Promise.race([next.then((text) => ({ text })), pause])) ?? undefined;
    } finally {
      ended.abort();
    }
  });
}

function printAnswer({ line, endpoint }: SessionLine, answer: Uint8Array, options: RunLinesOptions): void {
  if (options.output.json) {
    const told = { line, endpoint, hex: toHex(answer), text: replyText(answer) };
    return options.output.event({ event: 'answer', ...told });
  }
  // Whole, and nothing in it steers a terminal.
  const shown = answerText(answer, options).split(/\r?\n/);
  process.stdout.write(`${shown.map((each) => foreignText(each, Number.POSITIVE_INFINITY)).join('\n')}\n`);
}

/** A line that failed. */
interface FailedLine {
  readonly number: number;
  readonly endpoint: string | null;
  readonly goesOn: boolean;
  /** Whether a person has typed it, who sees it and counts no lines. */
  readonly isTyped: boolean;
}

function tellFailure(
  error: ProvisioningError,
  { number, endpoint, goesOn, isTyped }: FailedLine,
  output: Output,
): void {
  const { code, message } = error;
  const entry = errorTable[code];
  const event = { event: 'failed', line: number, endpoint, code, message };
  if (!goesOn) return output.event(event, `Line ${number} ends the session.`);
  const isUsage = code.startsWith('usage/');
  const detail = `${asSentence(message)}.`;
  const why = isUsage ? detail : message === entry.meaning ? message : `${entry.meaning} ${detail}`;
  const again = code === 'endpoint/outcome-unknown' ? ` It is not sent again. ${entry.remedy}` : '';
  // What is wrong with a line names it by itself.
  const where = isTyped ? 'error: ' : isUsage ? '' : `line ${number}: `;
  output.event(event, `${where}${why}${again} (${code})`);
}
