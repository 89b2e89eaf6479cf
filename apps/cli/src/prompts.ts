import { isProvisioningError, ProvisioningError } from '@esp-prov/protocol';
import { InterruptedError } from './error-report.ts';

/** Whether somebody can be asked. */
export function isInteractive(): boolean {
  return Boolean(process.stdin.isTTY && process.stderr.isTTY);
}

/**
 * Asks for a secret without showing it, until `check` no longer throws a reason against it.
 *
 * @throws ProvisioningError `usage/needs-terminal` without a terminal, naming the option that would answer
 */
export async function askSecret(
  question: string,
  option: string,
  check: (secret: string) => void = () => undefined,
): Promise<string> {
  requireTerminal(question, option);
  const { password } = await clack();
  const validate = (secret: string | undefined) => objection(() => check(secret ?? ''));
  return answered(await password({ message: question, mask: '•', output: process.stderr, validate })) ?? '';
}

/** What a check has against an answer. */
function objection(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (isProvisioningError(error)) return error.message;
    throw error;
  }
}

/** Asks for a text that may be seen. @throws ProvisioningError `usage/needs-terminal` without a terminal */
export async function askText(question: string, option: string): Promise<string> {
  requireTerminal(question, option);
  const { text } = await clack();
  return answered(await text({ message: question, output: process.stderr })) ?? '';
}

/** One line of {@link choose}. */
export interface Choice<T> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
}

/** Lets the user pick one of the choices. @throws ProvisioningError `usage/needs-terminal` without a terminal */
export async function choose<T>(question: string, choices: readonly Choice<T>[], option: string): Promise<T> {
  requireTerminal(question, option);
  const { select } = await clack();
  // Picked by index: the prompt wants primitive values for its own bookkeeping.
  const options = choices.map(({ label, hint }, value) => ({ value, label, ...(hint ? { hint } : {}) }));
  const index = answered(await select<number>({ message: question, options, output: process.stderr, maxItems: 12 }));
  return (choices[index] as Choice<T>).value;
}

/** Loaded on demand: most runs ask nothing, and the prompts take longer to load than the rest of the command. */
function clack(): Promise<typeof import('@clack/prompts')> {
  return import('@clack/prompts');
}

function requireTerminal(question: string, option: string): void {
  // Whoever has read lines from it before has let go of it.
  if (isInteractive()) return void process.stdin.ref();
  throw new ProvisioningError('usage/needs-terminal', `“${question}” cannot be asked here; pass ${option}`, {
    details: { option },
  });
}

/** The prompts answer a cancellation by a symbol. */
function answered<T>(value: T): Exclude<T, symbol> {
  if (typeof value === 'symbol') throw new InterruptedError('Interrupted.');
  return value as Exclude<T, symbol>;
}
