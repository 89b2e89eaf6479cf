import { type Command, Option } from 'commander';
import { parseBytes } from '../../options/bytes.ts';
import { finishing } from '../../options/finishing.ts';
import { type TableOptions, withExtraSubtypes, withTableOffset } from '../../options/table-options.ts';
import type { CreateOptions } from './create.ts';
import { addNvsCommands } from './flash-nvs-command.ts';
import type { ReportOptions } from './image.ts';
import type { PartOptions } from './regions.ts';
import type { TableCommandOptions } from './table.ts';

/** Adds `esp-prov flash`: looks at flash images and changes them; no device is needed. */
export function addFlashCommands(program: Command): void {
  const flash = program.command('flash').description('look at flash images and change them');
  const create = withReport(flash.command('create <file>'))
    .description('make an image as a chip leaves the factory: erased but for its partition table')
    .option('--size <bytes>', 'size of the flash, such as 4M', parseBytes, 4 * 1024 * 1024)
    .option('--table <file>', "partition table, as CSV or as it is flashed (default: that of the example's README)")
    .option(
      '--bootloader-offset <bytes>',
      "where the bootloader is, for a table with a row for it: the chip's",
      parseBytes,
      0x1000,
    )
    .addOption(
      new Option('--secure [version]', 'refuse apps that do not suit secure boot, v1 unless v2 is given').choices([
        'v1',
        'v2',
      ]),
    )
    .option('--factory-data', 'add a partition for the secrets of the single device')
    .option('--force', 'replace a file that is there')
    .action(
      async (file: string, options: CreateOptions) =>
        await finishing(async () => (await import('./create.ts')).create(file, options)),
    );
  withExtraSubtypes(withTableOffset(create, '0x8000'));
  const table = flash
    .command('table <file>')
    .description('print the partition table of an image, or of a file with nothing else, as CSV');
  withExtraSubtypes(withTableOffset(withReport(table))).action(async (file: string, options: TableCommandOptions) =>
    (await import('./table.ts')).table(file, options),
  );
  withPart(flash.command('read <file> <output>').description('copy a part of an image into a file')).action(
    async (file: string, output: string, options: PartOptions) =>
      await finishing(async () => (await regionActions()).read(file, output, options)),
  );
  withPart(
    flash
      .command('write <file> <input>')
      .description('copy a file into an image, erasing the sectors it covers, or all of the partition that it is for'),
  ).action(
    async (file: string, input: string, options: PartOptions) =>
      await finishing(async () => (await regionActions()).write(file, input, options)),
  );
  addEraseCommands(flash);
  addNvsCommands(flash);
}

function addEraseCommands(flash: Command): void {
  withReport(flash.command('erase-region'))
    .argument('<file>')
    .argument('<address>', 'multiple of 0x1000', parseBytes)
    .argument('<size>', 'multiple of 0x1000', parseBytes)
    .description('erase a region: fill it with 0xFF')
    .action(
      async (file: string, offset: number, size: number, options: ReportOptions) =>
        await finishing(async () => (await regionActions()).eraseRegion(file, { offset, size }, options)),
    );
  withTableOffset(
    withReport(flash.command('erase-partition <file> <label>').description('erase a partition: fill it with 0xFF')),
  ).action(
    async (file: string, label: string, options: ReportOptions & TableOptions) =>
      await finishing(async () => (await regionActions()).erasePartition(file, label, options)),
  );
  withReport(
    flash
      .command('erase-flash <file>')
      .description('erase the whole image, partition table included: fill it with 0xFF'),
  ).action(
    async (file: string, options: ReportOptions) =>
      await finishing(async () => (await regionActions()).eraseFlash(file, options)),
  );
}

function withPart(command: Command): Command {
  return withTableOffset(withReport(command))
    .option('--partition <label>', 'a partition of the table')
    .option('--offset <bytes>', 'where it begins; within the partition where one is named', parseBytes)
    .option('--size <bytes>', 'how long it is', parseBytes);
}

function withReport(command: Command): Command {
  return command.option('--json', 'print one JSON value');
}

function regionActions(): Promise<typeof import('./regions.ts')> {
  return import('./regions.ts');
}
