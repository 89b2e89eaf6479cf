import {
  type ErrorCode,
  type ErrorEntry,
  type ErrorEvidence,
  errorCauses,
  errorEvidence,
  errorTable,
  exitCodes,
  ProvisioningError,
} from '@esp-prov/protocol';
import { nearest, suggestion } from '../../options/nearest.ts';
import { makeOutput } from '../../report/output.ts';
import { whatToDo } from '../../report/what-to-do.ts';

/** All that is known of a kind of failure. */
interface Explanation {
  readonly code: ErrorCode;
  readonly meaning: string;
  readonly causes: readonly string[];
  /** What may be seen beside it, and what that shows. */
  readonly evidence: readonly ErrorEvidence[];
  readonly remedy: string;
  /** What to type; null where that does not help. */
  readonly command: string | null;
  readonly exitCode: number;
}

const codes = Object.keys(errorTable) as ErrorCode[];
const families = [...new Set(codes.map((code) => code.split('/')[0] ?? ''))];

/** Names that are suggested at most. */
const mostSuggestions = 3;

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
    causes: errorCauses[code],
    evidence: errorEvidence[code] ?? [],
    remedy,
    command: command ?? null,
    exitCode: exitCodes[exit],
  };
}

function inShort({ code, meaning }: Explanation): string {
  return `${code.padEnd(28)} ${meaning}`;
}

function atLength({ code, meaning, causes, evidence, remedy, command, exitCode }: Explanation): string {
  return [
    `${code} (exit code ${exitCode})`,
    `  ${meaning}`,
    ...(causes.length > 0 ? ['  Likely causes:', ...causes.map((cause) => `  - ${cause}`)] : []),
    ...(evidence.length > 0 ? ['  What the evidence shows:'] : []),
    ...evidence.map(({ sign, shows }) => `  - If ${sign}: ${shows}`),
    `  What to do: ${whatToDo({ remedy, command: command ?? undefined })}`,
  ].join('\n');
}

function unknown(name: string): ProvisioningError {
  const likely = likelyNames(name);
  return new ProvisioningError(
    'usage/invalid-option',
    likely.length > 0
      ? `there is no error called ${name}${suggestion(likely.slice(0, mostSuggestions))}`
      : `there is no error called ${name}. The command esp-prov errors lists all. The families are ${families.join(', ')}`,
  );
}

/** What somebody may mean: codes with the word in them, else codes and families that are spelled nearly so. */
function likelyNames(name: string): string[] {
  if (name === '') return [];
  const holding = codes.filter((code) => code.includes(name.toLowerCase()));
  if (holding.length > 0) return holding;
  const tails = codes.map((code) => code.split('/')[1] ?? '');
  const near = nearest(name, [...new Set([...codes, ...families, ...tails])]);
  return [
    ...new Set(
      near.flatMap((each) => (tails.includes(each) ? codes.filter((code) => code.endsWith(`/${each}`)) : each)),
    ),
  ];
}
