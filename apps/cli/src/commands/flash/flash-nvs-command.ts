import { type Command, Option } from 'commander';
import { finishing } from '../../options/finishing.ts';
import { addOptionRules } from '../../options/option-rules.ts';
import { addSecretOption } from '../../options/secret-options.ts';
import { withTableOffset } from '../../options/table-options.ts';
import { addNvsMakeCommands } from './flash-nvs-make-command.ts';
import { withKeys } from './key-options.ts';
import type { CheckOptions, SetOptions } from './nvs.ts';
import type { DumpOptions } from './nvs-dump.ts';
import type { NvsCommandOptions } from './nvs-partition.ts';

/** Adds `esp-prov flash nvs`: keys and values of an NVS partition, in a whole image or a file of its own. */
export function addNvsCommands(flash: Command): void {
  const nvs = flash.command('nvs').description('keys and values of an NVS partition, in an image or a file of its own');
  addLookingCommands(nvs);
  addChangingCommands(nvs);
  addNvsMakeCommands(nvs);
}

function addLookingCommands(nvs: Command): void {
  common(nvs.command('list <file>').description('print all keys'))
    .option('--show-secrets', 'print values of keys that look like secrets')
    .action(async (file: string, options: NvsCommandOptions) => (await actions()).list(file, options));
  common(nvs.command('get <file> <namespace> <key>').description('print a value')).action(
    async (file: string, namespace: string, key: string, options: NvsCommandOptions) =>
      (await actions()).get(file, { namespace, key }, options),
  );
  common(nvs.command('dump <file>').description('print pages and entries as they stand in the flash'))
    .addOption(
      new Option('--what <kind>', 'all entries, the written ones, or a line for each value that counts')
        .choices(['all', 'written', 'minimal'])
        .default('all'),
    )
    .option('--show-secrets', 'print bytes that are secrets, or may have been')
    .action(async (file: string, options: DumpOptions) => (await import('./nvs-dump.ts')).dump(file, options));
  const check = common(nvs.command('check <file>'))
    .description('look for damage; ends with code 10 when there is an error')
    .option('--readonly', 'a partition that firmware only reads, which may be small and full')
    .option('--idf <version>', 'release of ESP-IDF that will read it, such as 6.0.2: says what that release drops')
    .option('--factory', 'also check every pair of salt and verifier, in all NVS partitions of the image')
    .option('--username <name>', 'with --factory: user name that they belong to (default: wifiprov)');
  addSecretOption(check, {
    flags: '--password <text>',
    description: 'with --factory: password that they belong to; nothing is certain without it',
    question: 'Password',
    env: 'ESP_PROV_SEC2_PWD',
  });
  addOptionRules(
    check,
    ['--username', '--password'].map((flag) => ({ flag, isIdle: ({ factory }) => !factory, why: 'needs --factory' })),
  );
  check.action(async (file: string, options: CheckOptions) => (await actions()).check(file, options));
  common(nvs.command('stats <file>').description('print how full it is')).action(
    async (file: string, options: NvsCommandOptions) => (await actions()).stats(file, options),
  );
}

function addChangingCommands(nvs: Command): void {
  withPurge(common(nvs.command('set <file> <namespace> <key> <type> [value]')))
    .option('--value-file <file>', 'the value from a file, or - for standard input, where nobody else sees it')
    .description(
      'write a value; type is u8 to i64, float, double, string, blob (hexadecimal digits), ssid or passphrase (text, as the Wi-Fi driver keeps it)',
    )
    .action(
      async (
        file: string,
        namespace: string,
        key: string,
        type: string,
        value: string | undefined,
        options: SetOptions,
      ) => await finishing(async () => (await actions()).set(file, { namespace, key }, { type, value }, options)),
    );
  withPurge(
    common(nvs.command('erase <file> <namespace> [key]').description('erase a key, or all keys of a namespace')),
  ).action(
    async (file: string, namespace: string, key: string | undefined, options: NvsCommandOptions) =>
      await finishing(async () => (await actions()).erase(file, { namespace, key }, options)),
  );
  common(
    nvs
      .command('purge <file> [namespace]')
      .description(
        'overwrite with zeros what was erased: in a namespace as nvs_purge_all does, or all that does not count',
      ),
  ).action(
    async (file: string, namespace: string | undefined, options: NvsCommandOptions) =>
      await finishing(async () => (await actions()).purge(file, namespace, options)),
  );
}

function withPurge(command: Command): Command {
  return command.option('--purge', 'overwrite with zeros what the change erases, as NVS_READWRITE_PURGE does');
}

function common(command: Command): Command {
  return withTableOffset(
    withKeys(command.option('--partition <label>', 'partition of a whole image', 'nvs')).option(
      '--json',
      'print one JSON value',
    ),
  );
}

function actions(): Promise<typeof import('./nvs.ts')> {
  return import('./nvs.ts');
}
