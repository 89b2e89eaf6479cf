import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addDeviceCommand } from './commands/device.ts';
import { addInfoCommand } from './commands/info.ts';
import { addProvisionCommand } from './commands/provision.ts';
import { addScanCommand } from './commands/scan.ts';
import { exitCodeOf, reportError } from './error-report.ts';
import { normalizeArguments } from './legacy-arguments.ts';

/** Runs the command and tells its exit code. Never throws, and prints no stack trace unless ESP_PROV_DEBUG is set. */
export async function main(args: readonly string[]): Promise<number> {
  const program = buildProgram();
  try {
    await program.parseAsync(normalizeArguments(program, args), { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    // Help and version end parsing by such an error too; usage errors have already been printed.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    reportError(error, { json: args.includes('--json') });
    return exitCodeOf(error);
  }
}

/** The command with all its subcommands. */
export function buildProgram(): Command {
  const program = new Command('esp-prov');
  program
    .description("Provisions ESP32 devices by Espressif's unified provisioning, and runs virtual ones.")
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .showHelpAfterError('(add --help for all options)')
    .exitOverride();
  addProvisionCommand(program);
  addInfoCommand(program);
  addScanCommand(program);
  addDeviceCommand(program);
  return program;
}

function packageVersion(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}
