import { type Command, Option } from 'commander';
import { addDeviceOptions, type DeviceOptions, parseSeconds } from '../device-options.ts';

/** Options of `esp-prov provision`. */
export interface ProvisionOptions extends DeviceOptions {
  readonly ssid?: string;
  readonly passphrase?: string;
  readonly customData?: string;
  readonly timeout: number;
}

/** `esp-prov provision`, the default command: connects, proves, chooses a network, sends it and watches the device join. */
export function addProvisionCommand(program: Command): void {
  const command = program
    .command('provision', { isDefault: true })
    .description('give a device the credentials of a Wi-Fi network (the default command)')
    .option('--ssid <name>', 'network to join; left out: chosen from what the device hears')
    .option('--passphrase <text>', 'password of the network; asked for when left out')
    .option('--custom-data <text>', 'text for the endpoint custom-data, sent before the credentials')
    .addOption(
      new Option('--timeout <seconds>', 'longest time for the device to join').argParser(parseSeconds).default(60),
    )
    .allowExcessArguments();
  addDeviceOptions(command).action(async (options: ProvisionOptions) => {
    refuseArguments(program, command);
    await (await import('../actions/provision.ts')).provision(options);
  });
}

/** A mistyped command ends here, and so does half of an unquoted password: it is not repeated on the screen. */
function refuseArguments(program: Command, command: Command): void {
  if (command.args.length === 0) return;
  const names = program.commands.map((known) => known.name()).join(', ');
  command.error(
    `error: an argument that is neither a command nor an option; the commands are ${names}, and a value with spaces needs quotes`,
  );
}
