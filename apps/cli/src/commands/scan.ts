import type { Command } from 'commander';
import { addDeviceOptions } from '../device-options.ts';
import { addExamples } from '../examples.ts';
import { addTimeoutOption, type BoundedOptions } from './bounded.ts';

/** Options of `esp-prov scan`. */
export interface ScanOptions extends BoundedOptions {
  readonly passive?: boolean;
}

/** `esp-prov scan`: the networks that a device hears. */
export function addScanCommand(program: Command): void {
  const scan = program.command('scan').description('print the networks that a device hears');
  const command = addTimeoutOption(addDeviceOptions(scan))
    .option('--passive', 'only listen on each channel')
    .action(async (options: ScanOptions) => (await import('../actions/scan.ts')).scan(options));
  addExamples(command, 'esp-prov scan --pop abcd1234', 'esp-prov scan --qr label.png --json');
}
