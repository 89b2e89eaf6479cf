import type { Command } from 'commander';
import { addDeviceOptions } from '../device-options.ts';
import { addExamples } from '../examples.ts';
import { addTimeoutOption, type BoundedOptions } from './bounded.ts';

/** `esp-prov info`: what a device says of itself, without a session. */
export function addInfoCommand(program: Command): void {
  const info = program.command('info').description('print what a device says of itself');
  const command = addTimeoutOption(addDeviceOptions(info));
  command.action(async (options: BoundedOptions) => (await import('../actions/info.ts')).info(options));
  addExamples(command, 'esp-prov info', 'esp-prov info --service-name 127.0.0.1:8080 --json');
}
