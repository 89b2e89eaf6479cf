import type { DeviceSession } from '@esp-prov/client';
import { foreignText, ProvisioningError } from '@esp-prov/protocol';
import { readFileOrPipe } from '../../input/bounded-file.ts';
import { claimStandardInput } from '../../input/standard-input.ts';
import { textOfFile } from '../../input/text-file.ts';
import type { DataFormOptions } from '../../options/data-form-options.ts';
import type { BoundedOptions } from '../../reach/bounded.ts';
import { openLink } from '../../reach/open-link.ts';
import { openLastingSession } from '../../reach/open-session.ts';
import { type CommandOutput, makeOutput } from '../../report/output.ts';
import { interruptible } from '../../terminal/interruption.ts';
import { isInteractive } from '../../terminal/prompts.ts';
import { infoJson } from '../info/info-json.ts';
import type { LineSource } from './line-source.ts';
import { linesOf, streamedLines } from './read-lines.ts';
import { Reopening } from './reopening.ts';
import { runLines } from './run-lines.ts';
import { parseSessionLine } from './session-line.ts';
import { TypedLines } from './typed-lines.ts';

/** Options of `esp-prov session`. */
export interface SessionOptions extends BoundedOptions, DataFormOptions {
  readonly file?: string;
  readonly keepGoing?: boolean;
  /** Seconds between two signs of life; 0 for none. */
  readonly keepAlive: number;
  readonly allowEcho?: boolean;
}

/** Bytes of the largest file of lines. */
const largestFile = 4 * 1024 * 1024;

/** Opens a session with a device and sends it the lines of the input, one after another. */
export async function session(options: SessionOptions): Promise<void> {
  const output = makeOutput({ json: options.json ?? false });
  const fileText = options.file === undefined ? undefined : await readLines(options.file, options);
  if (fileText === undefined) requireFreeInput(options);
  await interruptible(async (signal) => {
    await using link = await openLink(options, { output, signal });
    if (link.byHand && fileText === undefined) throw inputIsTaken();
    const reopening = new Reopening(link, output);
    await using opened = await openLastingSession({ ...link, source: reopening.source }, options, { output, signal });
    tellOpened(opened, output);
    using lines = fileText === undefined ? inputLines(link.address) : linesOf(fileText);
    reopening.lines = lines;
    // Over a wire that a person is, every sign of life would be typed.
    const keepAliveMs = link.byHand ? 0 : options.keepAlive * 1000;
    const onIdle = (isIdle: boolean) => reopening.idle(isIdle);
    await runLines(opened, lines, { ...options, output, signal, keepAliveMs, onIdle });
  }, options);
}

/** Returns the text of a file, whose lines are all read before the device is disturbed. */
async function readLines(file: string, options: SessionOptions): Promise<string> {
  const called = `the file ${foreignText(file)}`;
  const content = await readFileOrPipe(file, { limit: largestFile, called });
  const text = textOfFile(content, { called, code: 'usage/invalid-option' });
  for (const [index, line] of text.split('\n').entries()) parseSessionLine(line.replace(/\r$/, ''), index + 1, options);
  return text;
}

/** By hand, answers of the device come by the same input. */
function requireFreeInput({ transport, port, guided }: SessionOptions): void {
  if ((transport === 'console' && port === undefined) || guided) throw inputIsTaken();
  if (!process.stdin.isTTY) claimStandardInput('the requests');
}

function inputIsTaken(): ProvisioningError {
  return new ProvisioningError('usage/invalid-option', 'by hand, the answers are typed, so the requests need --file');
}

function inputLines(address: string): LineSource {
  return isInteractive() ? new TypedLines(`${foreignText(address, 40)}> `) : streamedLines(process.stdin);
}

function tellOpened({ info, securityVersion, endpoints }: DeviceSession, output: CommandOutput): void {
  const { version } = info;
  const listed = endpoints ? [...endpoints] : null;
  output.event({ event: 'session-established', ...infoJson(info), securityVersion, endpoints: listed }, [
    `Session established: protocol ${version}, security ${securityVersion}.`,
    ...(listed ? [`Endpoints: ${listed.join(', ')}`] : []),
    ...(isInteractive() ? ['Type ENDPOINT DATA, for example custom-data hello. Ctrl-D ends the session.'] : []),
  ]);
}
