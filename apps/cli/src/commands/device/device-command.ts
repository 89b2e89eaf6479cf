import type { LogLevel } from '@esp-prov/protocol';
import type { DeviceFault } from '@esp-prov/virtual';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { addExamples } from '../../options/examples.ts';
import { groupOptions, type OptionGroups } from '../../options/option-groups.ts';
import { addContradiction } from '../../options/option-rules.ts';
import { collectOrigin } from '../../options/origins.ts';
import { parseSecurity, securityChoices } from '../../options/parse-security.ts';
import { addSecretOption } from '../../options/secret-options.ts';
import { withTableOffset } from '../../options/table-options.ts';
import { collectAppInfo } from './app-info.ts';
import type { DeviceOptions } from './device-options.ts';
import { withFlashFaults } from './flash-faults.ts';
import { addBoardOptions } from './linux/add-board-options.ts';
import { boardGroups } from './linux/board-groups.ts';

// Named here again, as the chip's code is loaded only when one is switched on; a test compares the two.
const chipNames = ['esp32', 'esp32s2', 'esp32s3', 'esp32c2', 'esp32c3', 'esp32c5', 'esp32c6', 'esp32c61'];
/** Without Wi-Fi, so not offered; naming it is answered with the reason. */
const threadChip = 'esp32h2';
const profileNames = [
  'readme',
  'idf-3.2',
  'idf-3.2-beta',
  'idf-3.3',
  'idf-4.2',
  'idf-4.4',
  'idf-5.3',
  'idf-5.5',
  'netprov-1.2',
  'netprov-1.2-idf6.0.1',
  'netprov-1.2-idf6.0.2',
  'netprov-1.4',
];

const faultKinds: readonly DeviceFault['kind'][] = ['drop', 'lose', 'hang', 'delay', 'duplicate', 'garble'];

/** Adds `esp-prov device`: runs a virtual ESP32, or this board as a device, until it is switched off. */
export function addDeviceCommand(program: Command): void {
  const command = program
    .command('device')
    .description('run a virtual ESP32 that is provisioned like a real one, or make this Linux board a device')
    .addOption(new Option('--chip <chip>', 'chip to be').choices(chipNames).argParser(parseChip).default('esp32'))
    .option('--flash <file>', 'file that keeps what the device stores (default: forgotten at the end)')
    .addOption(
      new Option('--transport <kind>', "how it is reached (default: the chip's own)").choices([
        'ble',
        'softap',
        'console',
      ]),
    )
    .addOption(
      new Option(
        '--ble <where>',
        'virtual: without an adapter, for clients on this machine with --ble virtual',
      ).choices(['virtual']),
    )
    .addOption(
      new Option('--ble-host <host>', "Bluetooth stack to behave as (default: the profile's)").choices([
        'nimble',
        'bluedroid',
      ]),
    )
    .addOption(
      new Option('--ble-adapter <name>', 'Bluetooth adapter of this machine to use, such as hci0').conflicts('ble'),
    )
    .addOption(new Option('--profile <name>', 'firmware release to be').choices(profileNames).default('readme'))
    .addOption(
      new Option(
        '--listen <host:port>',
        'address of the SoftAP service, or a TCP port for the console; port 0: a free one (default: "127.0.0.1:0")',
      ).argParser(parseListen),
    )
    .addOption(
      new Option(
        '--pty [link]',
        'console on a pseudo-terminal, made by socat, instead of standard input and output; link: a path to it',
      ).conflicts('listen'),
    )
    .addOption(
      new Option(
        '--http-segments <how>',
        "head and body of an HTTP answer in one segment or in two, as firmware sends them (default: the profile's)",
      ).choices(['whole', 'split']),
    )
    .option('--serve-app [folder]', 'over SoftAP: also serve the page of "esp-prov web", or another one')
    .addOption(
      new Option(
        '--allow-origin <origin>',
        'over SoftAP: page elsewhere that may use it (CORS), such as https://setup.example; repeatable',
      ).argParser(collectOrigin),
    )
    .addOption(
      new Option('--security <version>', "security scheme (default: the profile's)")
        .choices(securityChoices)
        .argParser(parseSecurity),
    );
  addSecretOption(command, {
    flags: '--pop <text>',
    description:
      'proof of possession (default: the factory data\'s, else "abcd1234" as in Espressif\'s example; of a board a random one)',
    question: 'Proof of possession',
    none: '--no-pop',
  });
  command
    .option('--no-pop', 'without proof of possession')
    .addOption(
      new Option('--username <name>', 'user name of security 2 (default: "wifiprov")').argParser(parseUsername),
    );
  addContradiction(command, '--pop', '--no-pop');
  addSecretOption(command, {
    flags: '--password <text>',
    description: 'password of security 2 (default: "abcd1234"; of a board a random one)',
    question: 'Password of security 2',
  });
  command
    .addOption(
      new Option(
        '--fault <what>',
        `what goes wrong, such as prov-config:2=drop (${faultKinds.join(', ')}); repeatable`,
      ).argParser(collectFaults),
    )
    .addOption(
      new Option('--mac <address>', 'address of the chip (default: the one that the flash holds)').argParser(
        parseMacText,
      ),
    )
    .option('--name <name>', 'name of its service (default: "PROV_" and the end of its address)')
    .addOption(
      new Option('--service-uuid <uuid>', "UUID of its Bluetooth service (default: the profile's)").argParser(
        parseUuid,
      ),
    )
    .addOption(
      new Option(
        '--app-info <label=version>',
        'what an application of yours says in proto-ver: a version, or JSON with ver and cap; repeatable',
      ).argParser(collectAppInfo),
    )
    .addOption(
      new Option(
        '--vendor <name>',
        "also be an ESP RainMaker node, or have ESP-IDF's local control, each with its own endpoints",
      ).choices(['rainmaker', 'local-ctrl']),
    )
    .option(
      '--endpoints <file>',
      'YAML file with endpoints of yours and their answers; with --linux a module of JavaScript',
    )
    .option('--air <file>', 'JSON file with the networks that the device hears')
    .option('--show-air', 'only print the networks that the device hears, with their passwords')
    .addOption(
      new Option('--on-failure <what>', 'after a wrong password: keep it, or reset by itself').choices([
        'keep',
        'reset',
      ]),
    )
    .option('--no-auto-stop', 'keep the service after success')
    .addOption(
      new Option(
        '--session-only [when]',
        'keep a session up without provisioning, also after a restart; when its endpoints go; from profile netprov-1.4 on',
      ).choices(['at-stop', 'at-success']),
    )
    .option(
      '--obey-bssid',
      "join only the access point and channel that a client names; Espressif's manager ignores them",
    )
    .addOption(
      new Option('--log-level <level>', 'least important lines to print')
        .choices(['error', 'warn', 'info', 'debug', 'verbose'] satisfies LogLevel[])
        .default('info'),
    )
    .option('--log-secrets', 'print passwords as the original does')
    .addOption(
      // With a service that never ends it would wait for ever.
      new Option('--exit-when-provisioned', 'end with code 0 when the service has ended after success').conflicts(
        'autoStop',
      ),
    )
    .option('--no-qr', 'without the QR code that firmware from v4.3 on prints')
    .option('--fast', 'without the waits of the firmware and the radio')
    .option('--json', 'print one JSON value per line')
    .action(async (options: DeviceOptions) => {
      if (options.linux) return await (await import('./linux/run-board.ts')).runBoard(options);
      await (await import('./run-device.ts')).runDevice(options);
    });
  withTableOffset(withFlashFaults(command));
  addBoardOptions(command);
  groupOptions(command, { ...deviceGroups, ...boardGroups });
  addExamples(
    command,
    'esp-prov device --ble virtual',
    'esp-prov device --ble virtual --mac 24:0a:c4:26:1f:cd',
    'esp-prov device --transport softap --listen 127.0.0.1:8080',
    'esp-prov device --transport softap --serve-app',
    'esp-prov device --show-air',
    'esp-prov device --transport softap --flash dev.bin --air air.json',
    'esp-prov device --transport softap --profile idf-5.3 --log-level debug',
    'esp-prov device --ble virtual --profile netprov-1.4 --session-only',
    'esp-prov device --ble virtual --name LAMP_1 --endpoints lamp.yaml',
    'esp-prov device --transport softap --vendor rainmaker',
    'esp-prov device --linux',
    'esp-prov device --linux --transport softap --serve-app',
    'esp-prov device --linux --install',
  );
}

const deviceGroups: OptionGroups = {
  'Chip and firmware:': [
    '--chip',
    '--profile',
    '--mac',
    '--flash',
    '--partition-table-offset',
    '--name',
    '--app-info',
    '--vendor',
    '--endpoints',
    '--session-only',
    '--obey-bssid',
    '--fast',
  ],
  'How it is reached:': [
    '--transport',
    '--ble',
    '--ble-host',
    '--ble-adapter',
    '--service-uuid',
    '--listen',
    '--pty',
    '--http-segments',
    '--serve-app',
    '--allow-origin',
    '--no-qr',
  ],
  'Security:': ['--security', '--pop', '--no-pop', '--username', '--password'],
  'Networks and faults:': [
    '--air',
    '--show-air',
    '--on-failure',
    '--no-auto-stop',
    '--fault',
    '--flash-fault',
    '--power-cut',
  ],
  'Output:': ['--log-level', '--log-secrets', '--exit-when-provisioned', '--json', '--help'],
};

function parseChip(text: string): string {
  if (chipNames.includes(text) || text === threadChip) return text;
  throw new InvalidArgumentError(`Allowed choices are ${chipNames.join(', ')}.`);
}

function parseListen(text: string): { host: string; port: number } {
  const found = /^(?:(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+)):)?(\d{1,5})$/.exec(text);
  const port = Number(found?.[3]);
  if (!found || port > 65_535)
    throw new InvalidArgumentError('Expected host:port or a port, for example 127.0.0.1:8080.');
  return { host: found[1] ?? found[2] ?? '127.0.0.1', port };
}

function parseUuid(text: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return text.toLowerCase();
  throw new InvalidArgumentError('Expected a UUID, for example 021a9004-0382-4aea-bff4-6b3f1c5adfb4.');
}

function collectFaults(text: string, before: readonly DeviceFault[] = []): DeviceFault[] {
  const [, endpoint, number, kind] = /^([^:=\s]+)(?::([1-9]\d*))?=(\S+)$/.exec(text) ?? [];
  if (endpoint === undefined)
    throw new InvalidArgumentError('Expected endpoint:number=kind, for example prov-config:2=drop.');
  const known = faultKinds.find((each) => each === kind);
  if (!known) throw new InvalidArgumentError(`There is no fault ${kind}; there are ${faultKinds.join(', ')}.`);
  return [...before, { endpoint, occurrence: number === undefined ? undefined : Number(number), kind: known }];
}

/** Refuses an empty name: it goes into the proof, and the firmware refuses a client without one. */
function parseUsername(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('Expected at least one character, for example wifiprov.');
}

/** Checks the address here and not in the chip, whose code is loaded only when one is switched on. */
function parseMacText(text: string): string {
  if (/^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i.test(text)) return text;
  throw new InvalidArgumentError('Expected six bytes, for example 24:0a:c4:26:1f:cc.');
}
