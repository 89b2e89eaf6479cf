import type { Command } from 'commander';
import { addDeviceOptions, type DeviceOptions } from '../device-options.ts';

/** `esp-prov reset` and `esp-prov reprov`: what a device is told through `prov-ctrl`. */
export function addControlCommands(program: Command): void {
  addDeviceOptions(
    program.command('reset').description('after a failure: make the device forget its credentials'),
  ).action(async (options: DeviceOptions) => (await import('../actions/control.ts')).control('reset', options));
  addDeviceOptions(program.command('reprov').description('make a connected device take other credentials')).action(
    async (options: DeviceOptions) => (await import('../actions/control.ts')).control('reprovision', options),
  );
}
