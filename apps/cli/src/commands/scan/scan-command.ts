import type { Command } from 'commander';
import { addExamples } from '../../options/examples.ts';
import { addTimeoutOption } from '../../reach/bounded.ts';
import { addReachOptions } from '../../reach/reach-options.ts';
import type { ScanOptions } from './scan.ts';

/** Adds `esp-prov scan`: the networks that a device hears. */
export function addScanCommand(program: Command): void {
  const scan = program.command('scan').description('print the networks that a device hears');
  const command = addTimeoutOption(addReachOptions(scan))
    .option('--passive', 'only listen on each channel')
    .action(async (options: ScanOptions) => (await import('./scan.ts')).scan(options));
  addExamples(command, 'esp-prov scan --pop abcd1234', 'esp-prov scan --qr label.png --json');
}
