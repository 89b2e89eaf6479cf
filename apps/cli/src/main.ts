import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addControlCommands } from './commands/control.ts';
import { addCredentialsCommand } from './commands/credentials.ts';
import { addDeviceCommand } from './commands/device.ts';
import { addDiscoverCommand } from './commands/discover.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addFlashCommands } from './commands/flash.ts';
import { addInfoCommand } from './commands/info.ts';
import { addProvisionCommand } from './commands/provision.ts';
import { addScanCommand } from './commands/scan.ts';
import { addSendCommand } from './commands/send.ts';
import { normalizeArguments } from './legacy-arguments.ts';

/** Runs the command and tells its exit code. Never throws, and prints no stack trace unless ESP_PROV_DEBUG is set. */
export async function main(args: readonly string[]): Promise<number> {
  endWithReader();
  const program = buildProgram();
  try {
    await program.parseAsync(normalizeArguments(program, args), { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    // Help and version end parsing by such an error too.
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const { exitCodeOf, reportError } = await import('./error-report.ts');
    reportError(error, { json: args.includes('--json') });
    return exitCodeOf(error);
  }
}

/**
 * The command with all its subcommands. The files below `commands/` only declare; what they do stands below `actions/`
 * and is loaded when it is asked for, since most of the time of a short run is spent on loading.
 */
function buildProgram(): Command {
  const program = new Command('esp-prov');
  program
    .description("Provisions ESP32 devices by Espressif's unified provisioning, and runs virtual ones.")
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    // Errors are printed by one function for all kinds, in `main`.
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
  addProvisionCommand(program);
  addInfoCommand(program);
  addScanCommand(program);
  addControlCommands(program);
  addSendCommand(program);
  addCredentialsCommand(program);
  addDeviceCommand(program);
  addDiscoverCommand(program);
  addDoctorCommand(program);
  addFlashCommands(program);
  return program;
}

function packageVersion(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}

/** Ends quietly when whoever reads the output is gone, as behind `| head`. */
function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit();
    });
  }
}
