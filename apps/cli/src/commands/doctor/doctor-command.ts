import type { Command } from 'commander';
import { addExamples } from '../../options/examples.ts';
import type { DoctorOptions } from './doctor.ts';

/** `esp-prov doctor`: what keeps this machine from reaching devices. */
export function addDoctorCommand(program: Command): void {
  const command = program
    .command('doctor')
    .description('look at this machine, and say what keeps it from reaching devices and what to type')
    .option('--ble-adapter <name>', 'Bluetooth adapter to look at, such as hci0')
    .option('--json', 'print the findings as one JSON value')
    .action(async (options: DoctorOptions) => {
      await (await import('./doctor.ts')).doctor(options);
    });
  addExamples(command, 'esp-prov doctor', 'esp-prov doctor --ble-adapter hci1 --json');
}
