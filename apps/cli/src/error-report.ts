import { exitCodes, isProvisioningError, ProvisioningError } from '@esp-prov/protocol';
import { CommanderError } from 'commander';

/** Thrown when the user pressed Ctrl-C. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/** Exit code of the command for an error. */
export function exitCodeOf(error: unknown): number {
  const known = asProvisioningError(error);
  if (known) return known.exitCode;
  return error instanceof InterruptedError ? exitCodes.interrupted : exitCodes.internal;
}

/** Prints an error: for people on stderr, with --json as the last line of stdout. */
export function reportError(error: unknown, { json }: { json: boolean }): void {
  const { code, message, remedy } = describe(error);
  if (json) {
    const entry = { result: 'error', code, message, remedy, exitCode: exitCodeOf(error) };
    process.stdout.write(`${JSON.stringify(entry)}\n`);
  } else {
    process.stderr.write(`error: ${message}${remedy ? `\n       ${remedy}` : ''}${code ? `\n       (${code})` : ''}\n`);
  }
  if (process.env['ESP_PROV_DEBUG']) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
}

function describe(error: unknown): { code: string; message: string; remedy: string } {
  const known = asProvisioningError(error);
  if (known) return { code: known.code, message: sentences(known), remedy: known.entry.remedy };
  if (error instanceof InterruptedError) return { code: 'interrupted', message: 'Interrupted.', remedy: '' };
  const text = error instanceof Error ? error.message : String(error);
  return {
    code: 'internal',
    message: `Unexpected failure: ${text}`,
    remedy: 'This is a defect: run again with ESP_PROV_DEBUG=1 and report what it prints.',
  };
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

/** This case of the failure, and what the failure means where the case does not already say it all. */
function sentences({ code, message, entry }: ProvisioningError): string {
  if (message === entry.meaning) return message;
  const given = `${capitalized(message)}.`;
  return code.startsWith('usage/') ? given : `${given} ${entry.meaning}`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
