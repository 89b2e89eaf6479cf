import { type Command, CommanderError } from 'commander';
import { hasRawBytes } from './input/raw-bytes.ts';
import { normalizeArguments } from './legacy-arguments.ts';
import { addressedCommand, calledAs, requireKnownCommand } from './options/command-names.ts';
import { helpArguments } from './options/help-arguments.ts';
import { buildProgram } from './program.ts';

/** Runs the command and returns its exit code. Never throws, and prints no stack trace unless ESP_PROV_DEBUG is set. */
export async function main(args: readonly string[]): Promise<number> {
  const reader = endWithReader();
  const program = buildProgram(args);
  // In the list of processes it takes the place of the arguments, which may hold secrets.
  process.title = ['esp-prov', program.commands.find((command) => command.name() === args[0])?.name()].join(' ').trim();
  const json = args.includes('--json');
  const command = addressedCommand(program, args);
  let code: number;
  let failure: unknown;
  try {
    if (args.some(hasRawBytes)) (await import('./options/require-whole-arguments.ts')).requireWholeArguments(args);
    const meant = helpArguments(program, normalizeArguments(program, args));
    requireKnownCommand(program, meant);
    await program.parseAsync(meant, { from: 'user' });
    code = Number(process.exitCode ?? 0);
  } catch (error) {
    await everythingWritten();
    // Else it is what the failed output has made of the run.
    if (!reader.failure) failure = error;
    code = failure === undefined ? 0 : await tell(failure, command, reader.isGone ? 'silently' : json);
  }
  await everythingWritten();
  if (!reader.failure) return code;
  // Only stderr is left to say so. An outcome that is known counts for more than that it could not be printed.
  if (json && code !== 0) await tell(failure, command, false);
  const lost = await tell(await outputFailure(reader.failure), command, false);
  return code === 0 ? lost : code;
}

/** Reports an error of a command, as JSON or for people, and returns its exit code. */
async function tell(error: unknown, command: Command, json: boolean | 'silently'): Promise<number> {
  // Help and version end parsing by such an error too.
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const { exitCodeOf, reportError, withFileFailure } = await import('./report/error-report.ts');
  const { usageError } = await import('./options/usage-error.ts');
  const failure = error instanceof CommanderError ? usageError(error, command) : withFileFailure(error);
  // Of a command that lacks the one below it, the help has been printed in place of an error.
  const isTold = error instanceof CommanderError && error.code === 'commander.help';
  if (json !== 'silently' && !isTold) {
    const isVirtual = command.getOptionValue('ble') === 'virtual';
    reportError(failure, { json, help: `${calledAs(command)} --help`, isVirtual });
  }
  return exitCodeOf(failure);
}

/** Resolves when standard output has taken what was written, or has failed at it. */
function everythingWritten(): Promise<void> {
  return new Promise((resolve) => {
    // A failure is reported by an event of its own, which comes behind the callback.
    const settle = () => setImmediate(resolve);
    if (process.stdout.writableLength > 0) process.stdout.write('', settle);
    else settle();
  });
}

/** What became of those who read the output. */
interface Reader {
  isGone: boolean;
  /** Why standard output cannot be written. */
  failure: NodeJS.ErrnoException | undefined;
}

/** Ends in order when the output cannot be written: quietly when its reader is gone, as behind `| head`. */
function endWithReader(): Reader {
  const reader: Reader = { isGone: false, failure: undefined };
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      const first = !reader.isGone && !reader.failure;
      // A terminal that is gone has sent SIGHUP, which ends the command in order.
      if (error.code === 'EIO' && stream.isTTY) return;
      if (error.code === 'EPIPE') reader.isGone = true;
      // Without stderr nothing can be reported, but the result is what was requested.
      else if (stream === process.stdout && first) reader.failure = error;
      else return;
      // What is under way is interrupted, as it may hold a link; where nothing is, there is nothing to put in order.
      if (process.emit('SIGHUP', 'SIGHUP')) return;
      if (reader.isGone) process.exit();
    });
  }
  return reader;
}

async function outputFailure(cause: NodeJS.ErrnoException): Promise<unknown> {
  const { fileFailure, ProvisioningError } = await import('@esp-prov/protocol');
  const why = `standard output cannot be written: ${fileFailure(cause)}`;
  return new ProvisioningError('host/file-unusable', why, { cause });
}
