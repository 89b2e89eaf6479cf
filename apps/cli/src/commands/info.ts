import type { Command } from 'commander';
import { addDeviceOptions, type DeviceOptions } from '../device-options.ts';
import { addExamples } from '../examples.ts';

/** `esp-prov info`: what a device says of itself, without a session. */
export function addInfoCommand(program: Command): void {
  const command = addDeviceOptions(program.command('info').description('print what a device says of itself'));
  command.action(async (options: DeviceOptions) => (await import('../actions/info.ts')).info(options));
  addExamples(command, 'esp-prov info', 'esp-prov info --service-name 127.0.0.1:8080 --json');
}
