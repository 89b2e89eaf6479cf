import { type Command, Option } from 'commander';
import { addExamples } from '../../options/examples.ts';
import type { OptionRule } from '../../options/idle-option.ts';
import { addOptionRules } from '../../options/option-rules.ts';
import type { DoctorOptions } from './doctor.ts';

/** Adds `esp-prov doctor`: what keeps this machine from reaching devices. */
export function addDoctorCommand(program: Command): void {
  const command = program
    .command('doctor')
    .description(
      'look at this machine, and say what keeps it from reaching devices, or from being one, and what to type',
    )
    .addOption(
      new Option('--transport <kind>', 'look only at what this one needs (default: all of them)').choices([
        'ble',
        'softap',
        'console',
      ]),
    )
    .option('--linux', 'look at what this Linux board needs to be a device: esp-prov device --linux')
    .option('--ble-adapter <name>', 'Bluetooth adapter to look at, such as hci0')
    .option('--json', 'print the findings as one JSON value')
    .action(async (options: DoctorOptions) => {
      await (await import('./doctor.ts')).doctor(options);
    });
  addOptionRules(command, [adapterRule, consoleRule]);
  addExamples(
    command,
    'esp-prov doctor',
    'esp-prov doctor --transport softap',
    'esp-prov doctor --ble-adapter hci1 --json',
    'esp-prov doctor --linux',
  );
}

const adapterRule: OptionRule = {
  flag: '--ble-adapter',
  isIdle: ({ transport }) => transport !== undefined && transport !== 'ble',
  why: 'needs --transport ble',
};

const consoleRule: OptionRule = {
  flag: '--transport',
  isIdle: ({ linux, transport }) => linux === true && transport === 'console',
  why: 'console means nothing to --linux: Expected ble or softap',
};
