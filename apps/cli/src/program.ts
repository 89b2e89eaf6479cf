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
import { addSessionCommand } from './commands/session/session-command.ts';
import { addWebCommand } from './commands/web/web-command.ts';
import { helpItem } from './options/help-item.ts';
import { packageVersion } from './report/package-version.ts';

/** What the version alone does not tell: with which firmware this command gets on. */
const speaks = [
  'Provisions firmware with wifi_provisioning (ESP-IDF v3.2 to v5.5) and',
  'network_provisioning 1.0 to 1.2 (v5.1 to v6), security 0, 1 and 2.',
];

/** Each declaration with the names of the commands that it declares. */
const declarations: readonly { readonly names: readonly string[]; readonly add: (program: Command) => void }[] = [
  { names: ['provision'], add: addProvisionCommand },
  { names: ['discover'], add: addDiscoverCommand },
  { names: ['info'], add: addInfoCommand },
  { names: ['scan'], add: addScanCommand },
  { names: ['reset', 'reprov'], add: addControlCommands },
  { names: ['send'], add: addSendCommand },
  { names: ['session'], add: addSessionCommand },
  { names: ['credentials'], add: addCredentialsCommand },
  { names: ['qr'], add: addQrCommands },
  { names: ['device'], add: addDeviceCommand },
  { names: ['web'], add: addWebCommand },
  { names: ['flash'], add: addFlash },
  { names: ['doctor'], add: addDoctorCommand },
  { names: ['errors'], add: addErrorsCommand },
  { names: ['completion'], add: addCompletionCommand },
];

/**
 * Returns the command with its subcommands; with `args` at least with those that these arguments need. In
 * `commands/NAME`, `NAME-command.ts` only declares; what it does stands beside it and is loaded when it is needed,
 * since most of the time of a short run is spent on loading.
 */
export function buildProgram(args?: readonly string[]): Command {
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
    .configureHelp({ subcommandTerm: (command) => command.name(), formatItem: helpItem })
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
  for (const { add } of declarationsFor(args)) add(program);
  // What is said of a word that is no option names all commands.
  if (args && program.commands.length < declarations.length && hasStrayWord(program, args)) return buildProgram();
  return program;
}

/** Declaring all commands takes longer than a handshake, so where the arguments say which one is meant, it is alone. */
function declarationsFor(args: readonly string[] | undefined): typeof declarations {
  if (!args) return declarations;
  const [first = '--'] = args;
  // Its script completes them all, and help is laid out alike for all.
  const asksHelp = args.some((word) => word === '-h' || word === '--help' || word === 'help');
  if (first === 'completion' || asksHelp) return declarations;
  const named = declarations.filter(({ names }) => names.includes(first));
  if (named.length > 0) return named;
  // Options without a command are those of `provision`.
  return first.startsWith('-') ? declarations.filter(({ names }) => names.includes('provision')) : declarations;
}

function addFlash(program: Command): void {
  addFlashCommands(program);
  addFlashExamples(program);
}

/** Whether there is a word in front of every command that is neither an option nor the value of one. */
function hasStrayWord(program: Command, args: readonly string[]): boolean {
  if (program.commands.some((command) => command.name() === args[0])) return false;
  const options = program.commands.flatMap((command) => command.options);
  let isValue = false;
  return args.some((word) => {
    if (!word.startsWith('-') || word === '--') {
      const isStray = !isValue;
      isValue = false;
      return isStray;
    }
    const spelled = word.replace(/_/g, '-');
    isValue = options.some(
      (each) => (each.long === spelled || each.short === word) && (each.required || each.optional),
    );
    return false;
  });
}
