import type { Command } from 'commander';
import { parseOctets } from './octets.ts';

/** Options of every command on an NVS partition. */
export interface NvsCommandOptions {
  readonly partition: string;
  readonly json?: boolean;
  readonly showSecrets?: boolean;
}

/** `esp-prov flash nvs`: keys and values of an NVS partition, in a whole image or a file of its own. */
export function addNvsCommands(flash: Command): void {
  const nvs = flash.command('nvs').description('keys and values of an NVS partition, in an image or a file of its own');
  common(nvs.command('list <file>').description('print all keys'))
    .option('--show-secrets', 'print values of keys that look like secrets')
    .action(async (file: string, options: NvsCommandOptions) => (await actions()).list(file, options));
  common(nvs.command('get <file> <namespace> <key>').description('print a value')).action(
    async (file: string, namespace: string, key: string, options: NvsCommandOptions) =>
      (await actions()).get(file, { namespace, key }, options),
  );
  common(nvs.command('set <file> <namespace> <key> <type> <value>'))
    .description(
      'write a value; type is u8 to i64, string, blob (hexadecimal digits), ssid or passphrase (text, as the Wi-Fi driver keeps it)',
    )
    .action(
      async (file: string, namespace: string, key: string, type: string, value: string, options: NvsCommandOptions) =>
        (await actions()).set(file, { namespace, key }, { type, value }, options),
    );
  common(nvs.command('erase <file> <namespace> [key]').description('erase a key, or all keys of a namespace')).action(
    async (file: string, namespace: string, key: string | undefined, options: NvsCommandOptions) =>
      (await actions()).erase(file, { namespace, key }, options),
  );
  common(nvs.command('check <file>').description('look for damage; ends with code 10 when there is an error')).action(
    async (file: string, options: NvsCommandOptions) => (await actions()).check(file, options),
  );
  nvs
    .command('generate <csv> <file>')
    .description('make an NVS partition from a CSV file as nvs_partition_gen takes it')
    .requiredOption('--size <octets>', 'size of the partition, such as 0x6000', parseOctets)
    .action(async (csv: string, file: string, options: { size: number }) =>
      (await actions()).generate(csv, file, options),
    );
  common(nvs.command('stats <file>').description('print how full it is')).action(
    async (file: string, options: NvsCommandOptions) => (await actions()).stats(file, options),
  );
}

function common(command: Command): Command {
  return command
    .option('--partition <label>', 'partition of a whole image', 'nvs')
    .option('--json', 'print one JSON value');
}

function actions(): Promise<typeof import('../actions/flash/nvs.ts')> {
  return import('../actions/flash/nvs.ts');
}
