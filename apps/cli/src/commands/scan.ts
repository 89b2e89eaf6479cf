import type { Command } from 'commander';
import { addDeviceOptions, type DeviceOptions } from '../device-options.ts';
import { addExamples } from '../examples.ts';

/** Options of `esp-prov scan`. */
export interface ScanOptions extends DeviceOptions {
  readonly passive?: boolean;
}

/** `esp-prov scan`: the networks that a device hears. */
export function addScanCommand(program: Command): void {
  const command = addDeviceOptions(program.command('scan').description('print the networks that a device hears'))
    .option('--passive', 'only listen on each channel')
    .action(async (options: ScanOptions) => (await import('../actions/scan.ts')).scan(options));
  addExamples(command, 'esp-prov scan --pop abcd1234', 'esp-prov scan --qr label.png --json');
}
