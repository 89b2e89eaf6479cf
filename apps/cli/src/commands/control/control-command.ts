import type { Command } from 'commander';
import { addExamples } from '../../options/examples.ts';
import { addTimeoutOption, type BoundedOptions } from '../../reach/bounded.ts';
import { addReachOptions } from '../../reach/reach-options.ts';

/** Adds `esp-prov reset` and `esp-prov reprov`: the requests of `prov-ctrl`. */
export function addControlCommands(program: Command): void {
  const reset = addReachOptions(
    program.command('reset').description('after a failure: make the device forget its credentials'),
  );
  addTimeoutOption(reset).action(async (options: BoundedOptions) =>
    (await import('./control.ts')).control('reset', options),
  );
  addExamples(reset, 'esp-prov reset --pop abcd1234');
  const reprov = addReachOptions(
    program.command('reprov').description('make a connected device take other credentials'),
  );
  addTimeoutOption(reprov).action(async (options: BoundedOptions) =>
    (await import('./control.ts')).control('reprovision', options),
  );
  addExamples(reprov, 'esp-prov reprov --pop abcd1234');
}
