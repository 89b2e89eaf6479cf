import type { Command } from 'commander';
import { addDeviceOptions, type DeviceOptions } from '../device-options.ts';

/** `esp-prov info`: what a device says of itself, without a session. */
export function addInfoCommand(program: Command): void {
  addDeviceOptions(program.command('info').description('print what a device says of itself')).action(
    async (options: DeviceOptions) => (await import('../actions/info.ts')).info(options),
  );
}
