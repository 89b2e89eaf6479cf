import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseBytes } from '../../options/bytes.ts';
import { finishing } from '../../options/finishing.ts';
import { type KeyOptions, withKeys } from './key-options.ts';
import type { GenerateOptions } from './nvs-generate.ts';
import type { GenerateKeyOptions } from './nvs-keys.ts';

/** Commands that make partitions and keys. */
export function addNvsMakeCommands(nvs: Command): void {
  withKeys(
    nvs
      .command('generate <csv> <output>')
      .description(
        'make an NVS partition from a CSV file as nvs_partition_gen takes it; with --values one for each device, as mfg_gen does',
      ),
  )
    .requiredOption('--size <bytes>', 'size of the partition, such as 0x6000', parseBytes)
    .addOption(
      new Option('--page-version <number>', '1 for firmware before ESP-IDF 3.3').argParser(parsePageVersion).default(2),
    )
    .option('--values <csv>', 'file with a column for each key and a row for each device; then output is a folder')
    .option('--prefix <text>', 'what names of files begin with')
    .option('--file-id <column>', 'column whose values end the names of files (default: 1, 2, 3 …)')
    .addOption(
      new Option('--prefix-number <start:digits>', 'number behind the prefix, such as 7:3 for 007').argParser(
        parsePrefixNumber,
      ),
    )
    .addOption(
      new Option('--new-keys', 'encrypt every partition with keys of its own').conflicts(['keyFile', 'hmacKeyFile']),
    )
    .option('--files-below <folder>', 'read files that rows name only if they are in this folder, or below')
    .option('--force', 'replace files that are there')
    .option('--json', 'print JSON')
    .action(
      async (csv: string, output: string, options: GenerateOptions) =>
        await finishing(async (signal) =>
          (await import('./nvs-generate.ts')).generate({ csv, output }, options, signal),
        ),
    );
  nvs
    .command('generate-key <file>')
    .description('make the keys of an encrypted partition')
    .addOption(
      new Option('--hmac-key-file <file>', 'derive them as a chip does from these 32 bytes in its eFuses').conflicts(
        'newHmacKey',
      ),
    )
    .option('--new-hmac-key <file>', 'make such a key too, and derive them from it')
    .option('--force', 'replace files that are there')
    .option('--json', 'print one JSON value')
    .action(
      async (file: string, options: GenerateKeyOptions) =>
        await finishing(async () => (await keyActions()).generateKey(file, options)),
    );
  for (const direction of ['encrypt', 'decrypt'] as const) {
    withKeys(nvs.command(`${direction} <file> <output>`).description(`${direction} a partition in a file of its own`))
      .option('--json', 'print one JSON value')
      .action(
        async (input: string, output: string, options: KeyOptions & { json?: boolean }) =>
          await finishing(async () => (await keyActions()).translate(direction, { input, output }, options)),
      );
  }
}

function parsePageVersion(text: string): 1 | 2 {
  if (text === '1' || text === '2') return Number(text) as 1 | 2;
  throw new InvalidArgumentError('Expected 1 or 2, for example 2.');
}

function parsePrefixNumber(text: string): { start: number; digits: number } {
  const found = /^(\d{1,9}):(\d{1,2})$/.exec(text);
  if (!found) throw new InvalidArgumentError('Expected a first number and how many digits it has, for example 7:3.');
  return { start: Number(found[1]), digits: Number(found[2]) };
}

function keyActions(): Promise<typeof import('./nvs-keys.ts')> {
  return import('./nvs-keys.ts');
}
