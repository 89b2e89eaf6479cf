import { foreignText, ProvisioningError } from '@esp-prov/protocol';
import type { ProgramCall } from './programs.ts';

/** Returns the error for a program that the system did not start. */
export function notStarted({ program, debianPackage }: ProgramCall, cause: NodeJS.ErrnoException): ProvisioningError {
  const name = foreignText(program);
  if (cause.code !== 'ENOENT')
    return programFailed({ program }, `cannot be run (${cause.code ?? 'no reason'})`, { cause });
  const where = debianPackage === undefined ? '' : `: install the package ${debianPackage}`;
  return new ProvisioningError('board/program-missing', `the program ${name} is not installed${where}`, {
    cause,
    details: { program: name, ...(debianPackage === undefined ? {} : { debianPackage }) },
  });
}

/** Returns the error for a program that did not do what it was started for. */
export function programFailed(
  { program }: Pick<ProgramCall, 'program'>,
  what: string,
  { cause, exitCode }: { readonly cause?: unknown; readonly exitCode?: number | null | undefined } = {},
): ProvisioningError {
  const name = foreignText(program);
  return new ProvisioningError('board/program-failed', `the program ${name} ${what}`, {
    ...(cause === undefined ? {} : { cause }),
    details: { program: name, ...(typeof exitCode === 'number' ? { exitCode } : {}) },
  });
}

/** Says how a program ended, with the last line that it printed to say why. */
export function endingOf(code: number | null, signal: string | null, complaint: string): string {
  const how = signal === null ? `ended with the exit code ${code}` : `was ended by ${signal}`;
  const lastLine = complaint.trimEnd().split('\n').at(-1)?.trim() ?? '';
  return lastLine === '' ? how : `${how}: ${foreignText(lastLine, 200)}`;
}
