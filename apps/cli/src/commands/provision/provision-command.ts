import { type Command, InvalidArgumentError, Option } from 'commander';
import { commandBelow } from '../../options/command-names.ts';
import { addExamples } from '../../options/examples.ts';
import type { OptionRule } from '../../options/idle-option.ts';
import { groupOptions, type OptionGroups } from '../../options/option-groups.ts';
import { addOptionRules } from '../../options/option-rules.ts';
import { addSecretOption } from '../../options/secret-options.ts';
import { addReachOptions, parseSeconds } from '../../reach/reach-options.ts';
import { parseSaltLength } from '../credentials/credentials-command.ts';
import type { ProvisionOptions } from './provision-options.ts';
import { parseSsidHex } from './ssid-hex.ts';

/**
 * Adds `esp-prov provision`, the default command: connects, proves, chooses a network, sends it and watches the device
 * join.
 */
export function addProvisionCommand(program: Command): void {
  const command = program
    .command('provision', { isDefault: true })
    .description('give a device the credentials of a Wi-Fi network (the default command)')
    .option('--ssid <name>', 'network to join (default: chosen from what the device hears)')
    .addOption(
      new Option('--ssid-hex <hex>', 'the same as bytes, for a name that is no text, such as 436166e9')
        .argParser(parseSsidHex)
        .conflicts('ssid'),
    );
  addSecretOption(command, {
    flags: '--passphrase <text>',
    description: 'password of the network; prompted for if left out',
    question: 'Wi-Fi password',
    env: 'ESP_PROV_PASSPHRASE',
    none: '--passphrase "" for an open network',
  });
  command
    .option(
      '--bssid <address>',
      "the access point of the network to join, such as aa:bb:cc:dd:ee:ff; Espressif's manager takes and ignores it",
    )
    .addOption(
      new Option(
        '--channel <number>',
        "the channel of the network to join; Espressif's manager takes and ignores it",
      ).argParser(parseNumber),
    )
    .option('--custom-data <text>', 'text for the endpoint custom-data, sent before the credentials')
    .option(
      '--allow-echo',
      'accept the custom data as its own answer, as an echo endpoint gives it; otherwise refused at patch level 0 of security 2',
    )
    .option('--custom-config', 'send the text and number of --custom-info and --custom-ver (examples up to v4.4)')
    .option('--custom-info <text>', 'text for --custom-config', '<some custom info string>')
    .addOption(new Option('--custom-ver <number>', 'number for --custom-config').argParser(parseNumber).default(2))
    .option('--dataset-tlvs <hex>', 'operational dataset of a Thread network, for devices that join one')
    .option('--reset', 'only make the device forget its credentials, as the command reset does')
    .option('--reprov', 'only make the device take other credentials, as the command reprov does')
    .addOption(
      new Option('--sec2-gen-cred', 'with --sec-ver 2: only make salt and verifier, as esp_prov does').hideHelp(),
    )
    .addOption(
      new Option('--sec2-salt-len <bytes>', 'for --sec2-gen-cred').argParser(parseSaltLength).default(16).hideHelp(),
    )
    .addOption(
      new Option('--timeout <seconds>', 'longest time for the device to join').argParser(parseSeconds).default(60),
    )
    .option('--batch <csv>', 'provision every device of a list; run again, it goes on where it ended')
    .addOption(new Option('--jobs <number>', 'with --batch: devices at a time').argParser(parseJobs).default(4))
    .option(
      '--report <name>',
      'with --batch: name of the report, for example night-1 for night-1.csv and .json (default: beside the list)',
    )
    .option('--retry-failed', 'with --batch: try those again that failed in an earlier run')
    .allowExcessArguments();
  addOptionRules(command, provisionRules);
  addReachOptions(command).action(async (options: ProvisionOptions) => {
    refuseArguments(program, command);
    const { batch } = options;
    if (batch !== undefined) await (await import('./batch/provision-batch.ts')).provisionBatch({ ...options, batch });
    else await (await import('./provision.ts')).provision(options);
  });
  groupOptions(command, provisionGroups);
  addExamples(
    command,
    'esp-prov --pop abcd1234 --ssid myssid',
    'esp-prov --qr label.png --ssid myssid --passphrase-file wifi.txt',
    'esp-prov --service-name 127.0.0.1:8080 --pop abcd1234',
    'esp-prov --sec2-username wifiprov --sec2-pwd-file pwd.txt --ssid myssid',
    'esp-prov --batch devices.csv --ssid myssid --passphrase-file wifi.txt',
  );
}

/** Headings for the options of this command, before those of every command that talks to a device. */
const provisionGroups: OptionGroups = {
  'Network:': ['--ssid', '--ssid-hex', '--passphrase', '--bssid', '--channel', '--dataset-tlvs', '--timeout'],
  'Other requests:': [
    '--custom-data',
    '--allow-echo',
    '--custom-config',
    '--custom-info',
    '--custom-ver',
    '--reset',
    '--reprov',
  ],
  'Batch:': ['--batch', '--jobs', '--report', '--retry-failed'],
};

const withoutBatch = ['--jobs', '--report', '--retry-failed'];

/** What names one device, or is done with one. */
const notInBatch = [
  '--service-name',
  '--softap-endpoint',
  '--ble-devname',
  '--custom-config',
  '--dataset-tlvs',
  '--reset',
  '--reprov',
  '--guided',
  '--join',
];

/** What esp_prov leaves aside where it resets or reprovisions, or hands over a dataset. */
const ofWifi = ['--ssid', '--ssid-hex', '--passphrase', '--bssid', '--channel'];

const provisionRules: readonly OptionRule[] = [
  ...withoutBatch.map((flag) => ({
    flag,
    isIdle: ({ batch }: Readonly<Record<string, unknown>>) => batch === undefined,
    why: 'needs --batch',
  })),
  ...notInBatch.map((flag) => ({
    flag,
    isIdle: ({ batch }: Readonly<Record<string, unknown>>) => batch !== undefined,
    why: 'means nothing to --batch, whose list names the devices',
  })),
  {
    flag: '--verbose',
    isIdle: ({ batch }) => batch !== undefined,
    why: 'means nothing to --batch',
    onlyWarns: true,
  },
  ...['--custom-info', '--custom-ver'].map((flag) => ({
    flag,
    isIdle: ({ customConfig }: Readonly<Record<string, unknown>>) => !customConfig,
    why: 'needs --custom-config',
    onlyWarns: true,
  })),
  ...[...ofWifi, '--dataset-tlvs'].map((flag) => ({
    flag,
    isIdle: ({ reset, reprov }: Readonly<Record<string, unknown>>) => Boolean(reset || reprov),
    why: 'means nothing to --reset and --reprov',
    onlyWarns: true,
  })),
  ...ofWifi.map((flag) => ({
    flag,
    isIdle: ({ datasetTlvs }: Readonly<Record<string, unknown>>) => datasetTlvs !== undefined,
    why: 'means nothing to --dataset-tlvs',
    onlyWarns: true,
  })),
  {
    flag: '--reprov',
    isIdle: ({ reset }) => Boolean(reset),
    why: 'means nothing beside --reset',
    onlyWarns: true,
  },
];

function parseJobs(text: string): number {
  const jobs = Number(text);
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > 64)
    throw new InvalidArgumentError('Expected a number from 1 to 64, for example 4.');
  return jobs;
}

function parseNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || Math.abs(number) > 0x7fff_ffff)
    throw new InvalidArgumentError('Expected a whole number, for example 2.');
  return number;
}

/**
 * Ends a run with an argument behind its options, which may be half of an unquoted password: it is not repeated on the
 * screen. A command that stands there belongs to the front.
 */
function refuseArguments(program: Command, command: Command): void {
  if (command.args.length === 0) return;
  const misplaced = command.args.map((word) => commandBelow(program, word)).find((known) => known !== undefined);
  command.error(
    misplaced
      ? `error: a command stands before its options, as in esp-prov ${misplaced.name()} --json`
      : 'error: an argument that is neither a command nor an option; a value with spaces needs quotes',
  );
}
