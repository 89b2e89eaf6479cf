import { styleText } from 'node:util';
import { isProvisioningError, ProvisioningError } from '@esp-prov/protocol';
import { hasRawBytes, rawBytesReason } from '../input/raw-bytes.ts';
import { InterruptedError } from './interrupted-error.ts';
import { interruptions } from './interruption.ts';
import { type Answer, type AskOptions, type Choice, goBack, type Prompter, type SelectOptions } from './prompter.ts';
import { questionCount } from './question-count.ts';
import { WentBackError } from './went-back-error.ts';

let plain = false;

/** Makes all later questions plain, as `--plain` requests: line by line, and nothing is drawn twice. */
export function usePlain(): void {
  plain = true;
}

/** Whether nothing may be drawn twice: as was requested, or since the terminal cannot. */
export function isPlain(): boolean {
  return plain || process.env['TERM'] === 'dumb';
}

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
  return await ending(async (how) => (await prompter()).secret(question, { objection: objection(check), ...how }));
}

/** Asks for a text that may be seen. @throws ProvisioningError `usage/needs-terminal` without a terminal */
export async function askText(
  question: string,
  option: string,
  check: (text: string) => void = () => undefined,
): Promise<string> {
  requireTerminal(question, option);
  return await ending(async (how) => (await prompter()).text(question, { objection: objection(check), ...how }));
}

/** Lets the user pick one of the choices. @throws ProvisioningError `usage/needs-terminal` without a terminal */
export async function choose<T>(
  question: string,
  choices: readonly Choice<T>[],
  option: string,
  { isEnd = false, ...how }: SelectOptions<T> = {},
): Promise<T> {
  requireTerminal(question, option);
  const chosen = await ending(
    async ({ signal, hasBefore }) =>
      (await prompter()).select(question, choices, { ...how, signal, hasBefore: hasBefore && !isEnd }),
    // Behind the choice to look again the same question follows.
    ({ again = false }) => !again,
  );
  return chosen.value;
}

/** Columns that a table to choose from may have. */
export function choiceWidth(): number {
  return Math.max(8, (process.stderr.columns || 80) - besidePlain - (isPlain() ? 0 : besideDrawn()));
}

/** Room for the number of an entry. */
const besidePlain = 6;

/**
 * Room for the mark of an entry, and for the frame: the prompts take its colours for places, and wrap that much
 * earlier.
 */
function besideDrawn(): number {
  return 2 + `${styleText('cyan', '│')}  `.length;
}

/** Loaded on demand: most runs ask nothing, and the prompts take longer to load than the rest of the command. */
async function prompter(): Promise<Prompter> {
  if (isPlain()) return new (await import('./plain-prompter.ts')).PlainPrompter();
  return (await import('./drawn-prompter.ts')).drawnPrompter;
}

/** Returns what a check has against an answer. */
function objection(check: (text: string) => void): (text: string) => string | undefined {
  return (text) => {
    if (hasRawBytes(text)) return `The answer cannot be used: ${rawBytesReason}`;
    try {
      check(text);
      return undefined;
    } catch (error) {
      if (isProvisioningError(error)) return error.message;
      throw error;
    }
  };
}

function requireTerminal(question: string, option: string): void {
  // The code that has read lines from it before has let go of it.
  if (isInteractive()) return void process.stdin.ref();
  throw new ProvisioningError('usage/needs-terminal', `“${question}” cannot be asked here; pass ${option}`, {
    details: { option },
  });
}

/** Returns the answer to a question, which ends with the run. @throws InterruptedError; WentBackError for Esc */
async function ending<T>(
  ask: (how: AskOptions) => Promise<Answer<T>>,
  isAnswer: (value: T) => boolean = () => true,
): Promise<T> {
  const ended = new AbortController();
  const end = (name?: NodeJS.Signals) => {
    if (name === 'SIGHUP') leaveModes();
    ended.abort();
  };
  // The library of the prompts does not listen for what becomes of the terminal.
  const onFailure = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EIO') throw error;
    leaveModes();
    ended.abort();
  };
  for (const name of interruptions) process.on(name, end);
  process.on('uncaughtException', onFailure);
  process.stdin.prependListener('end', leaveModes);
  try {
    const value = await ask({ signal: ended.signal, hasBefore: questionCount.answered > 0 });
    if (value === goBack) throw new WentBackError();
    if (value === undefined) throw new InterruptedError('Interrupted.');
    if (isAnswer(value)) questionCount.add();
    return value;
  } finally {
    for (const name of interruptions) process.off(name, end);
    process.off('uncaughtException', onFailure);
    process.stdin.off('end', leaveModes);
  }
}

/** A terminal that is gone has no modes: to set them would be an error before SIGHUP can end the run in order. */
function leaveModes(): void {
  process.stdin.setRawMode = () => process.stdin;
}
