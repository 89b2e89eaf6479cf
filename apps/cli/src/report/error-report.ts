import {
  type ErrorEntry,
  errorCauses,
  errorTable,
  exitCodes,
  failedPath,
  fileFailure,
  foreignJson,
  foreignText,
  isProvisioningError,
  ProvisioningError,
} from '@esp-prov/protocol';
import { InterruptedError } from '../terminal/interrupted-error.ts';
import { tellPeople } from '../terminal/printable.ts';
import { asSentence } from './as-sentence.ts';
import { nearVirtualDevices, whatToDo } from './what-to-do.ts';

/** Returns the exit code of the command for an error. */
export function exitCodeOf(error: unknown): number {
  if (isProvisioningError(error)) return exitCodes[errorTable[error.code].exit];
  return error instanceof InterruptedError ? exitCodes.interrupted : exitCodes.internal;
}

/**
 * Returns an error of the system about a file as one of ours, whichever part of the command met it; others as they are.
 */
export function withFileFailure(error: unknown): unknown {
  const path = failedPath(error);
  if (path === undefined) return error;
  const why = `the file ${path} cannot be used: ${fileFailure(error)}`;
  return new ProvisioningError('host/file-unusable', why, { cause: error, details: { path } });
}

/** What is printed about an error. */
interface Told {
  readonly code: string;
  /** What went wrong, as a sentence. */
  readonly message: string;
  /** The facts of this case, where there are any beyond the message. */
  readonly detail?: string | undefined;
  /** What to do next; empty where nothing can be done. */
  readonly remedy: string;
  /** What to type, where that helps. */
  readonly command?: string | undefined;
}

/** Characters of a line of an error, in which a device, a file or a user may have said anything. */
const longestLine = 2000;

/** How an error is reported. */
export interface ReportErrorOptions {
  readonly json: boolean;
  /** What to type for the help of the command that failed, such as `esp-prov scan --help`. */
  readonly help: string;
  /** Whether virtual Bluetooth was asked for: devices are listed there too then. */
  readonly isVirtual?: boolean;
}

/** Prints an error: for people on stderr, with --json as the last line of stdout. */
export function reportError(error: unknown, options: ReportErrorOptions): void {
  const lines = errorLines(error, options);
  if (options.json) process.stdout.write(`${lines.join('\n')}\n`);
  else tellPeople(lines);
  if (process.env['ESP_PROV_DEBUG']) {
    tellPeople(traceOf(error).split('\n'));
  }
}

/** Returns the lines that are printed about an error; with `json` the one line. */
export function errorLines(error: unknown, { json, help, isVirtual = false }: ReportErrorOptions): string[] {
  const general = describe(error);
  const told = isVirtual ? { ...general, command: nearVirtualDevices(general.command) } : general;
  const { code, message, detail, remedy } = told;
  const isUsage = code === 'usage/invalid-option';
  const command = isUsage ? `Run ${help}.` : told.command;
  if (json) {
    const rest = { detail: detail ?? null, remedy, command: command ?? null, exitCode: exitCodeOf(error) };
    return [foreignJson({ result: 'error', code, message, ...rest })];
  }
  const lines = [
    `error: ${message} (${code})`,
    ...(detail ? [`       ${detail}.`] : []),
    ...(remedy ? [`       ${isUsage ? command : whatToDo(told)}`] : []),
    ...(code in errorCauses && !code.startsWith('usage/') ? [`       Likely causes: esp-prov errors ${code}`] : []),
  ];
  return lines.map((line) => foreignText(line, longestLine));
}

function traceOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function describe(error: unknown): Told {
  if (isProvisioningError(error)) return describeKnown(error);
  if (error instanceof InterruptedError) return { code: 'interrupted', message: error.message, remedy: '' };
  const text = error instanceof Error ? error.message : String(error);
  return {
    code: 'internal',
    message: `Unexpected failure: ${text}`,
    remedy: 'This is a defect: run again with ESP_PROV_DEBUG=1 and report what it prints.',
  };
}

function describeKnown({ code, message }: ProvisioningError): Told {
  const { meaning, remedy, command }: ErrorEntry = errorTable[code];
  if (message === meaning) return { code, message, remedy, command };
  const detail = asSentence(message);
  // Of a usage error, the general meaning adds nothing to the case.
  return code.startsWith('usage/')
    ? { code, message: `${detail}.`, remedy, command }
    : { code, message: meaning, detail, remedy, command };
}
