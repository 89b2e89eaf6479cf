import {
  type ErrorCode,
  type ErrorEntry,
  errorCauses,
  errorTable,
  exitCodes,
  ProvisioningError,
} from '@esp-prov/protocol';
import { makeOutput } from '../../report/output.ts';
import { whatToDo } from '../../report/what-to-do.ts';

/** All that is known of a kind of failure. */
interface Explanation {
  readonly code: ErrorCode;
  readonly meaning: string;
  readonly causes: readonly string[];
  readonly remedy: string;
  /** What to type; null where that does not help. */
  readonly command: string | null;
  readonly exitCode: number;
}

const codes = Object.keys(errorTable) as ErrorCode[];

/** Prints what the error or the family of errors called `name` means; without a name all of them in short. */
export function explainErrors(name: string | undefined, { json = false }: { readonly json?: boolean }): void {
  const found = codes.filter((code) => name === undefined || code === name || code.startsWith(`${name}/`));
  if (found.length === 0) throw unknown(name ?? '');
  const errors = found.map(explain);
  const text = name === undefined ? errors.map(inShort).join('\n') : errors.map(atLength).join('\n\n');
  makeOutput({ json }).result({ result: 'errors', errors }, text.split('\n'), { prose: true });
}

function explain(code: ErrorCode): Explanation {
  const { meaning, remedy, command, exit }: ErrorEntry = errorTable[code];
  return {
    code,
    meaning,
    causes: errorCauses[code] ?? [],
    remedy,
    command: command ?? null,
    exitCode: exitCodes[exit],
  };
}

function inShort({ code, meaning }: Explanation): string {
  return `${code.padEnd(28)} ${meaning}`;
}

function atLength({ code, meaning, causes, remedy, command, exitCode }: Explanation): string {
  return [
    `${code} (exit code ${exitCode})`,
    `  ${meaning}`,
    ...(causes.length > 0 ? ['  Likely causes:', ...causes.map((cause) => `  - ${cause}`)] : []),
    `  What to do: ${whatToDo({ remedy, command: command ?? undefined })}`,
  ].join('\n');
}

function unknown(name: string): ProvisioningError {
  const families = [...new Set(codes.map((code) => code.split('/')[0]))];
  return new ProvisioningError(
    'usage/invalid-option',
    `there is no error called ${name}; esp-prov errors lists all, and the families are ${families.join(', ')}`,
  );
}
