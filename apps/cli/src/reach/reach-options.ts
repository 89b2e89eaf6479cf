import type { SecurityVersion, TextEncoding } from '@esp-prov/protocol';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { OptionRule } from '../options/idle-option.ts';
import { groupOptions } from '../options/option-groups.ts';
import { addContradiction, addOptionRules } from '../options/option-rules.ts';
import { parseSecurity } from '../options/parse-security.ts';
import { addSecretOption } from '../options/secret-options.ts';
import { addConsoleOptions, type ConsoleOptions } from './console/console-options.ts';
import { addGuidedOptions, type GuidedOptions } from './guided/guided-options.ts';
import { reachGroups } from './reach-groups.ts';

/** Options of every command that talks to a device. */
export interface ReachOptions extends ConsoleOptions, GuidedOptions {
  readonly transport: 'softap' | 'httpd' | 'ble' | 'console';
  readonly serviceName?: string;
  readonly softapEndpoint?: string;
  readonly bleDevname?: string;
  readonly secVer?: SecurityVersion;
  readonly minSecVer?: SecurityVersion;
  readonly minSecPatch?: number;
  readonly allowNonceReuse?: boolean;
  /** Default: for the first secret, unless a person carries the messages. */
  readonly shortSalt?: boolean;
  /** False for --no-pop. */
  readonly pop?: string | false;
  /** The secret of a QR code that does not say for which scheme: it answers the question for a password. */
  readonly qrSecret?: string;
  /** User name of a QR code that has no room for it, if security 2 turns out to be spoken. */
  readonly qrUsername?: string;
  readonly sec2Username?: string;
  readonly sec2Pwd?: string;
  readonly encoding: TextEncoding;
  readonly verbose?: boolean;
  readonly protoVer?: string;
  readonly json?: boolean;
  readonly exchangeTimeout: number;
  readonly bleAdapter?: string;
  readonly ble?: 'virtual';
  /** Name of the access point of a device that is joined for the time of the run. */
  readonly join?: string;
  readonly joinPassword?: string;
  /** Whether nothing says over what the device is reached, so that it is looked for everywhere. */
  readonly anywhere?: boolean;
  /** Whether questions are asked line by line. */
  readonly plain?: boolean;
}

/** Adds the options that say which device, over what, with which secret. */
export function addReachOptions(command: Command): Command {
  command
    .addOption(
      new Option(
        '--transport <kind>',
        'how to reach the device (default: softap for an address, console for a port, else ble)',
      ).choices(['softap', 'httpd', 'ble', 'console']),
    )
    .addOption(new Option('--softap-endpoint <address>', 'the v3.2 name of --service-name').hideHelp())
    .addOption(new Option('--ble-devname <name>', 'the v3.2 name of --service-name').hideHelp())
    .option('--service-name <name>', 'name of the device over Bluetooth; host or host:port of its service over SoftAP')
    .option('--qr <text|file>', 'QR code of the device: text, link or picture file; - reads standard input')
    .addOption(
      new Option('--sec-ver <version>', 'security scheme (default: the one that the device requires)').argParser(
        parseSecurity,
      ),
    )
    .addOption(
      new Option('--min-sec-ver <version>', 'refuse a device that offers a weaker security scheme').argParser(
        parseSecurity,
      ),
    )
    .addOption(
      new Option(
        '--min-sec-patch <level>',
        'refuse a device below this patch level of security 2; 1 refuses those that reuse a nonce',
      ).argParser(parsePatchLevel),
    )
    .option('--allow-nonce-reuse', 'one session for everything at patch level 0: quicker, and less secret')
    .option('--short-salt', 'try a refused password of security 2 over 15 and 14 bytes of the salt every time')
    .option('--no-short-salt', 'never do so, as the device refuses up to three proofs of a wrong password then')
    .hook('preAction', async (_, action) => {
      const qr: unknown = action.getOptionValue('qr');
      if (typeof qr === 'string') await (await import('../options/qr/qr-options.ts')).applyQr(qr, action);
      if (action.getOptionValue('transport') !== undefined) return;
      action.setOptionValue('anywhere', saysNothing(action.opts()));
      action.setOptionValue('transport', fittingTransport(action.opts()));
    })
    .option('--ble-adapter <name>', 'Bluetooth adapter of this machine to use, such as hci0')
    .addOption(virtualBleOption())
    .option(
      '--join <ssid>',
      "over SoftAP: join the device's access point, and the old network again at the end (Linux)",
    );
  addSecretOption(command, {
    flags: '--join-password <text>',
    description: 'password of the access point of --join, where it has one',
    question: 'Password of the access point',
    env: 'ESP_PROV_JOIN_PASSWORD',
  });
  addConsoleOptions(command);
  addGuidedOptions(command);
  addSecretOption(command, {
    flags: '--pop <text>',
    description: 'proof of possession of security 1; prompted for if needed',
    question: 'Proof of possession',
    env: 'ESP_PROV_POP',
    none: '--no-pop',
  });
  command.option(
    '--no-pop',
    'go on without proof of possession: anything in place of the device can read what is sent',
  );
  addContradiction(command, '--pop', '--no-pop');
  addContradiction(command, '--short-salt', '--no-short-salt');
  command.option('--sec2-username <name>', 'user name of security 2; prompted for if needed');
  addSecretOption(command, {
    flags: '--sec2-pwd <text>',
    description: 'password of security 2; prompted for if needed',
    question: 'Password of the device',
    env: 'ESP_PROV_SEC2_PWD',
  });
  addOptionRules(command, [...secretRules, joinPasswordRule]);
  command
    .addOption(
      new Option(
        '--encoding <name>',
        'how text becomes bytes for the device, names and passwords too; latin1: as in esp_prov',
      )
        .choices(['utf8', 'latin1'])
        .default('utf8'),
    )
    .option('--proto-ver <version>', 'refuse a device of another protocol version')
    .addOption(
      new Option('--exchange-timeout <seconds>', 'longest time for one answer of the device')
        .argParser(parseSeconds)
        .default(60),
    )
    .option('-v, --verbose', 'print every exchange with the device')
    .option('--plain', 'ask line by line and draw nothing twice, for screen readers')
    .option('--json', 'print one JSON value per line; the last one is the result');
  return groupOptions(command, reachGroups);
}

/** Returns the option for virtual devices in place of the Bluetooth of this machine. */
export function virtualBleOption(): Option {
  const text = 'virtual: the devices that "esp-prov device --ble virtual" runs on this machine';
  return new Option('--ble <where>', text).choices(['virtual']).conflicts('bleAdapter');
}

/** Secrets of another scheme than the one that is named. esp_prov takes them all, and uses those that it needs. */
const secretRules: readonly OptionRule[] = (
  [
    ['--pop', 1],
    ['--no-pop', 1],
    ['--sec2-username', 2],
    ['--sec2-pwd', 2],
  ] as const
).map(([flag, scheme]) => ({
  flag,
  isIdle: ({ secVer }) => secVer !== undefined && secVer !== scheme,
  why: `belongs to security ${scheme}, and --sec-ver names another`,
  onlyWarns: true,
}));

const joinPasswordRule: OptionRule = {
  flag: '--join-password',
  isIdle: ({ join }) => join === undefined,
  why: 'needs --join',
};

/** Options that say where the device is, or over what. */
const places: readonly (keyof ReachOptions)[] = [
  'serviceName',
  'softapEndpoint',
  'bleDevname',
  'port',
  'guided',
  'bleAdapter',
  'ble',
  'join',
  'serviceUuid',
  'endpointUuid',
];

/** Whether no option says where the device is. */
function saysNothing(options: Partial<ReachOptions>): boolean {
  return places.every((name) => options[name] === undefined);
}

/** Returns the transport that the other options imply. */
export function fittingTransport(options: Partial<ReachOptions>): ReachOptions['transport'] {
  const { serviceName, softapEndpoint, port, ble, join } = options;
  if (ble !== undefined) return 'ble';
  if (join !== undefined) return 'softap';
  if (port !== undefined) return 'console';
  if (softapEndpoint !== undefined) return 'softap';
  return serviceName !== undefined && /[.:/]|^localhost$/.test(serviceName) ? 'softap' : 'ble';
}

/** Parses a number of seconds greater than zero. */
export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!(seconds > 0 && seconds <= 86_400))
    throw new InvalidArgumentError('Expected a number of seconds, for example 30.');
  return seconds;
}

/** Parses a patch level of a security scheme. */
function parsePatchLevel(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) <= 255) return Number(text);
  throw new InvalidArgumentError('Expected a patch level, for example 1.');
}
