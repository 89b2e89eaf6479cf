import { CommanderError } from 'commander';
import { helpArguments } from './help-arguments.ts';
import { normalizeArguments } from './legacy-arguments.ts';
import { buildProgram } from './program.ts';
import { hasRawBytes } from './raw-bytes.ts';

/** Runs the command and tells its exit code. Never throws, and prints no stack trace unless ESP_PROV_DEBUG is set. */
export async function main(args: readonly string[]): Promise<number> {
  const reader = endWithReader();
  const program = buildProgram();
  // In the list of processes it takes the place of the arguments, which may hold secrets.
  process.title = ['esp-prov', program.commands.find((command) => command.name() === args[0])?.name()].join(' ').trim();
  try {
    if (args.some(hasRawBytes)) (await import('./require-whole-arguments.ts')).requireWholeArguments(args);
    await program.parseAsync(helpArguments(program, normalizeArguments(program, args)), { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    // Help and version end parsing by such an error too.
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const { exitCodeOf, reportError } = await import('./error-report.ts');
    // Of a command that lacks the one below it, the help has been printed in place of an error.
    const isTold = error instanceof CommanderError && error.code === 'commander.help';
    if (!isTold && !reader.isGone) reportError(error, { json: args.includes('--json') });
    return exitCodeOf(error);
  }
}

/** Ends quietly, and in order, when whoever reads the output is gone, as behind `| head`. */
function endWithReader(): { readonly isGone: boolean } {
  const reader = { isGone: false };
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // A terminal that is gone has sent SIGHUP, which ends the command in order.
      if (error.code === 'EIO') return;
      if (error.code !== 'EPIPE') throw error;
      reader.isGone = true;
      // What is under way is interrupted, as it may hold a link; where nothing is, there is nothing to put in order.
      if (!process.emit('SIGHUP', 'SIGHUP')) process.exit();
    });
  }
  return reader;
}
