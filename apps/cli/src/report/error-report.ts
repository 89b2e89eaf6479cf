import {
  errorCauses,
  exitCodes,
  foreignJson,
  foreignText,
  isProvisioningError,
  ProvisioningError,
} from '@esp-prov/protocol';
import { CommanderError } from 'commander';
import { InterruptedError } from '../terminal/interrupted-error.ts';
import { tellPeople } from '../terminal/printable.ts';
import { whatToDo } from './what-to-do.ts';

/** Exit code of the command for an error. */
export function exitCodeOf(error: unknown): number {
  const known = asProvisioningError(error);
  if (known) return known.exitCode;
  return error instanceof InterruptedError ? exitCodes.interrupted : exitCodes.internal;
}

/** What is told about an error. */
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

/** Prints an error: for people on stderr, with --json as the last line of stdout. */
export function reportError(error: unknown, { json }: { json: boolean }): void {
  const told = describe(error);
  const { code, message, detail, remedy, command } = told;
  if (json) {
    const rest = { detail: detail ?? null, remedy, command: command ?? null, exitCode: exitCodeOf(error) };
    process.stdout.write(`${foreignJson({ result: 'error', code, message, ...rest })}\n`);
  } else {
    const lines = [
      `error: ${message} (${code})`,
      ...(detail ? [`       ${detail}.`] : []),
      ...(remedy ? [`       ${whatToDo(told)}`] : []),
      ...(code in errorCauses ? [`       Likely causes: esp-prov errors ${code}`] : []),
    ];
    tellPeople(lines.map((line) => foreignText(line, longestLine)));
  }
  if (process.env['ESP_PROV_DEBUG']) {
    tellPeople(traceOf(error).split('\n'));
  }
}

function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, stack = message } = error;
  // Of the parser's errors, the message may hold the value of a mistyped option.
  return error instanceof CommanderError ? stack.replace(message, () => withoutValue(message)) : stack;
}

function describe(error: unknown): Told {
  const known = asProvisioningError(error);
  if (known) return describeKnown(known);
  if (error instanceof InterruptedError) return { code: 'interrupted', message: error.message, remedy: '' };
  const text = error instanceof Error ? error.message : String(error);
  return {
    code: 'internal',
    message: `Unexpected failure: ${text}`,
    remedy: 'This is a defect: run again with ESP_PROV_DEBUG=1 and report what it prints.',
  };
}

function describeKnown({ code, message, entry }: ProvisioningError): Told {
  const { meaning, remedy, command } = entry;
  if (message === meaning) return { code, message, remedy, command };
  const detail = asSentence(message);
  // Of a usage error, the general meaning adds nothing to the case.
  return code.startsWith('usage/')
    ? { code, message: `${detail}.`, remedy, command }
    : { code, message: meaning, detail, remedy, command };
}

/** Begins with a capital letter, unless it begins with a name, which means what it says: a file, an address, an option. */
function asSentence(message: string): string {
  return /^[a-z]+[ ,;’']/.test(message) ? message.charAt(0).toUpperCase() + message.slice(1) : message;
}

/** What is wrong with the command line is found by the parser, which has errors of its own. */
function asProvisioningError(error: unknown): ProvisioningError | undefined {
  if (isProvisioningError(error)) return error;
  if (!(error instanceof CommanderError)) return undefined;
  const text = withoutValue(error.message)
    .replace(/^error: /, '')
    .replace(/\s+/g, ' ')
    .replace(/\.$/, '');
  return new ProvisioningError('usage/invalid-option', text, { cause: error });
}

/** The value behind a mistyped `--passphrase=` is a secret that the parser would repeat. */
function withoutValue(text: string): string {
  return text.replace(/(unknown option '[^'=]*)=.*'/s, "$1'");
}
