import { type Command, Option } from 'commander';
import { addExamples } from '../../options/examples.ts';
import { parseUuid } from '../../reach/guided/guided-options.ts';
import { parseSeconds } from '../../reach/reach-options.ts';
import type { DiscoverOptions } from './discover.ts';

/** `esp-prov discover`: who offers provisioning over Bluetooth. */
export function addDiscoverCommand(program: Command): void {
  const command = program
    .command('discover')
    .description('list the devices that offer provisioning over Bluetooth, the strongest first')
    .option('--prefix <text>', 'only names that begin so, such as PROV_')
    .addOption(new Option('--service-uuid <uuid>', 'only devices that advertise this service').argParser(parseUuid))
    .option('--all', 'every Bluetooth device')
    .option('--ble-adapter <name>', 'Bluetooth adapter to use, such as hci0')
    .addOption(new Option('--timeout <seconds>', 'how long to look').argParser(parseSeconds).default(5))
    .option('--plain', 'draw nothing twice, for screen readers')
    .option('--json', 'print one JSON value per line; the last one is the result')
    .action(async (options: DiscoverOptions) => {
      await (await import('./discover.ts')).discover(options);
    });
  addExamples(command, 'esp-prov discover', 'esp-prov discover --prefix PROV_ --timeout 10 --json');
}
