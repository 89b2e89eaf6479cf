import { Command } from 'commander';
import { addCompletionCommand } from './commands/completion/completion-command.ts';
import { addControlCommands } from './commands/control/control-command.ts';
import { addCredentialsCommand } from './commands/credentials/credentials-command.ts';
import { addDeviceCommand } from './commands/device/device-command.ts';
import { addDiscoverCommand } from './commands/discover/discover-command.ts';
import { addDoctorCommand } from './commands/doctor/doctor-command.ts';
import { addErrorsCommand } from './commands/errors/errors-command.ts';
import { addFlashCommands } from './commands/flash/flash-command.ts';
import { addFlashExamples } from './commands/flash/flash-examples.ts';
import { addInfoCommand } from './commands/info/info-command.ts';
import { addProvisionCommand } from './commands/provision/provision-command.ts';
import { addQrCommands } from './commands/qr/qr-command.ts';
import { addScanCommand } from './commands/scan/scan-command.ts';
import { addSendCommand } from './commands/send/send-command.ts';
import { packageVersion } from './report/package-version.ts';

/** What the version alone does not tell: with which firmware this command gets on. */
const speaks = [
  'Provisions firmware with wifi_provisioning (ESP-IDF v3.2 to v5.5) and',
  'network_provisioning 1.0 to 1.2 (v5.1 to v6), security 0, 1 and 2.',
];

/**
 * The command with all its subcommands. In `commands/NAME`, `NAME-command.ts` only declares; what it does stands beside it
 * and is loaded when it is asked for, since most of the time of a short run is spent on loading.
 */
export function buildProgram(): Command {
  const program = new Command('esp-prov');
  program
    .description("Provisions ESP32 devices by Espressif's unified provisioning, and runs virtual ones.")
    .version(
      [`esp-prov ${packageVersion()}`, ...speaks].join('\n'),
      '--version',
      'print version and releases it speaks',
    )
    .helpOption('-h, --help', 'print help')
    // With all their arguments the names would leave no room for what the commands do.
    .configureHelp({ subcommandTerm: (command) => command.name() })
    // Options behind a command are its own, even where the command above it has one of that name.
    .enablePositionalOptions()
    // Errors are printed by one function for all kinds, in `main`.
    .configureOutput({ outputError: () => undefined })
    .showSuggestionAfterError(false)
    // Before the hooks of the commands, which may ask already.
    .hook('preAction', async (_, action) => {
      if (action.getOptionValue('plain') === true) (await import('./terminal/prompts.ts')).usePlain();
    })
    .exitOverride();
  addProvisionCommand(program);
  addDiscoverCommand(program);
  addInfoCommand(program);
  addScanCommand(program);
  addControlCommands(program);
  addSendCommand(program);
  addCredentialsCommand(program);
  addQrCommands(program);
  addDeviceCommand(program);
  addFlashCommands(program);
  addFlashExamples(program);
  addDoctorCommand(program);
  addErrorsCommand(program);
  addCompletionCommand(program);
  return program;
}
