import { exitCodes, isProvisioningError } from '@esp-prov/protocol';

/** Thrown when the user pressed Ctrl-C. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/** Exit code of the command for an error. */
export function exitCodeOf(error: unknown): number {
  if (isProvisioningError(error)) return error.exitCode;
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
  if (isProvisioningError(error)) {
    const meaning = error.entry.meaning;
    const message = error.message === meaning ? meaning : `${capitalized(error.message)}. ${meaning}`;
    return { code: error.code, message, remedy: error.entry.remedy };
  }
  if (error instanceof InterruptedError) return { code: 'interrupted', message: 'Interrupted.', remedy: '' };
  const text = error instanceof Error ? error.message : String(error);
  return {
    code: 'internal',
    message: `Unexpected failure: ${text}`,
    remedy: 'This is a defect: run again with ESP_PROV_DEBUG=1 and report what it prints.',
  };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
