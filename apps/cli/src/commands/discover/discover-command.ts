import { type Command, Option } from 'commander';
import { addExamples } from '../../options/examples.ts';
import type { OptionRule } from '../../options/idle-option.ts';
import { addOptionRules } from '../../options/option-rules.ts';
import { parseUuid } from '../../reach/guided/guided-options.ts';
import { parseSeconds, virtualBleOption } from '../../reach/reach-options.ts';
import type { DiscoverOptions } from './discover-options.ts';

/** Adds `esp-prov discover`: lists what offers provisioning to this machine. */
export function addDiscoverCommand(program: Command): void {
  const command = program
    .command('discover')
    .description('list devices over Bluetooth, serial ports, and access points of devices')
    .addOption(
      new Option('--transport <kind>', 'look over this one only: Bluetooth, Wi-Fi or serial ports').choices([
        'ble',
        'softap',
        'console',
      ]),
    )
    .option('--prefix <text>', 'only devices and access points with names that begin so (access points: "PROV_")')
    .addOption(new Option('--service-uuid <uuid>', 'only devices that advertise this service').argParser(parseUuid))
    .option('--all', 'every Bluetooth device')
    .option('--ble-adapter <name>', 'Bluetooth adapter to use, such as hci0')
    .addOption(virtualBleOption())
    .addOption(new Option('--timeout <seconds>', 'how long to look over Bluetooth').argParser(parseSeconds).default(5))
    .option('--plain', 'draw nothing twice, for screen readers')
    .option('--json', 'print one JSON value per line; the last one is the result')
    .action(async (options: DiscoverOptions) => {
      await (await import('./discover.ts')).discover(options);
    });
  addOptionRules(command, bluetoothRules);
  addExamples(
    command,
    'esp-prov discover',
    'esp-prov discover --transport softap --prefix Lamp-',
    'esp-prov discover --prefix PROV_ --timeout 10 --json',
  );
}

const bluetoothRules: readonly OptionRule[] = ['--service-uuid', '--all', '--ble-adapter', '--ble'].map((flag) => ({
  flag,
  isIdle: ({ transport }) => transport !== undefined && transport !== 'ble',
  why: 'needs --transport ble',
}));
