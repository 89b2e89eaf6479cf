import type { Command } from 'commander';
import { addNvsCommands } from './flash-nvs.ts';
import { parseOctets } from './octets.ts';

/** Options of `esp-prov flash create`. */
export interface CreateOptions {
  readonly size: number;
  readonly table?: string;
  readonly force?: boolean;
}

/** Which part of an image is meant. */
export interface PartOptions {
  readonly partition?: string;
  readonly offset?: number;
  readonly size?: number;
}

/** `esp-prov flash`: looks at flash images and changes them; no device is needed. */
export function addFlashCommands(program: Command): void {
  const flash = program.command('flash').description('look at flash images and change them');
  flash
    .command('create <file>')
    .description('make an image as a chip leaves the factory: erased but for its partition table')
    .option('--size <octets>', 'size of the flash, such as 4M', parseOctets, 4 * 1024 * 1024)
    .option('--table <csv>', "partition table; left out: that of the example's README")
    .option('--force', 'replace a file that is there')
    .action(async (file: string, options: CreateOptions) => (await actions()).create(file, options));
  flash
    .command('table <file>')
    .description('print the partition table as CSV')
    .option('--json', 'print it as JSON')
    .action(async (file: string, options: { json?: boolean }) => (await actions()).table(file, options));
  withPart(flash.command('read <file> <output>').description('copy a part of an image into a file')).action(
    async (file: string, output: string, options: PartOptions) => (await actions()).read(file, output, options),
  );
  withPart(
    flash.command('write <file> <input>').description('copy a file into an image, erasing the sectors it covers'),
  ).action(async (file: string, input: string, options: PartOptions) => (await actions()).write(file, input, options));
  flash
    .command('erase-region')
    .argument('<file>')
    .argument('<address>', 'multiple of 0x1000', parseOctets)
    .argument('<size>', 'multiple of 0x1000', parseOctets)
    .description('set all bits of a region')
    .action(async (file: string, address: number, size: number) => (await actions()).eraseRegion(file, address, size));
  flash
    .command('erase-partition <file> <label>')
    .description('set all bits of a partition')
    .action(async (file: string, label: string) => (await actions()).erasePartition(file, label));
  flash
    .command('erase-flash <file>')
    .description('set all bits of the image, partition table included')
    .action(async (file: string) => (await actions()).eraseFlash(file));
  addNvsCommands(flash);
}

function withPart(command: Command): Command {
  return command
    .option('--partition <label>', 'a partition of the table')
    .option('--offset <octets>', 'where it begins', parseOctets)
    .option('--size <octets>', 'how long it is', parseOctets);
}

function actions(): Promise<typeof import('../actions/flash/image.ts')> {
  return import('../actions/flash/image.ts');
}
